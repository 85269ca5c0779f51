import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type FilePortal, servePortalFile } from "../../../test/src/portal-file/serve-portal-file.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { bareNode, namesOf, portalMod, portalRelease, type Room } from "./bench-room.ts";
import type { Comparison } from "./comparison.ts";
import { serveSizes } from "./served-folder.ts";
import { type Spent, spawned } from "./spawned.ts";

const has = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;

/** Many archives from this machine: the whole command, which hashes and syncs, beside programs that do neither. */
export async function downloading(room: Room, isQuick: boolean): Promise<Comparison[]> {
  const [large, small] = isQuick ? [2, 40] : [10, 200];
  const names = namesOf(large + small);
  const sizes = new Map(names.map((name, at) => [name, (at < large ? 32 : 1) * 2 ** 20]));
  const portal = await serveSizes(room, "downloading", sizes);
  const pack = await room.project("downloading", names);
  await pack.run(["lock"], portal.url);
  const list = await addresses(portal.url, names);
  const [aria, curl] = [join(room.folder, "aria.txt"), join(room.folder, "curl.txt")];
  await writeFile(aria, list.map(({ name, url }) => `${url}\n  out=${name}.zip`).join("\n"));
  await writeFile(curl, list.map(({ name, url }) => `url = "${url}"\noutput = "${name}.zip"`).join("\n"));
  const target = join(room.folder, "target");
  const peers: [string, () => Promise<Spent>][] = [];
  if (has("aria2c")) {
    peers.push(["aria2c -j16", () => spawned("aria2c", ["-q", "-j16", "-i", aria, "-d", target])]);
  }
  if (has("curl")) {
    const words = ["-s", "-f", "-L", "--parallel", "--parallel-max", "16", "--create-dirs", "--output-dir", target];
    peers.push(["curl --parallel", () => spawned("curl", [...words, "--config", curl])]);
  }
  const megabytes = large * 32 + small;
  const title = `install of ${megabytes} MB in ${names.length} files`;
  let peak = 0;
  const rounds = isQuick ? 1 : 7;
  return [
    {
      title,
      peer: peers[0]?.[0] ?? "aria2c is not installed",
      unit: "ms",
      target: { kind: "ratio", most: 1 },
      rounds,
      note: "ours hashes, checks and syncs",
      async measure() {
        const times: [string, number][] = [];
        for (const [name, run] of peers) {
          await removeFolder(target);
          times.push([name, (await run()).ms]);
        }
        await removeFolder(join(pack.folder, "mods"));
        await removeFolder(pack.cache);
        const spent = await pack.run(["install", "--frozen"], portal.url, { watched: true });
        peak = Math.max(peak, spent.peak);
        const [first, ...others] = times;
        return {
          ours: spent.ms,
          ...(first ? { theirs: first[1] } : {}),
          others: Object.fromEntries(others),
        };
      },
    },
    {
      title: `${title}: highest memory`,
      peer: "",
      unit: "MB",
      target: { kind: "all", most: 110 },
      rounds: 1,
      isCold: true,
      measure: async () => ({ ours: peak }),
      close: () => portal.stop("SIGTERM"),
    },
  ];
}

/** Where the archives are to be had. */
async function addresses(url: string, names: readonly string[]): Promise<{ name: string; url: string }[]> {
  const list: { name: string; url: string }[] = [];
  for (const name of names) {
    const mod = (await (await fetch(`${url}/api/mods/${name}`)).json()) as { releases: { download_url: string }[] };
    list.push({ name, url: `${url}${mod.releases[0]?.download_url}?username=bench&token=bench` });
  }
  return list;
}

const DEPTH = 6;
const ACROSS = 20;

/** 120 mods in six layers, from a portal whose every answer takes 50 ms. */
export async function locking(room: Room, isQuick: boolean): Promise<Comparison[]> {
  const names = namesOf(DEPTH * ACROSS);
  const below = (at: number) => (at + ACROSS < names.length ? [`${names[at + ACROSS]} >= 1.0`] : []);
  const mods = names.map((name, at) => portalMod(name, below(at), 10));
  const portal = await servePortalFile({ mods, delay: 50 });
  const pack = await room.project("locking", names.slice(0, ACROSS));
  const chain = names.filter((_, at) => at % ACROSS === 0).map((name) => `${portal.url}/api/mods/${name}/full`);
  const rounds = isQuick ? 2 : 11;
  return [
    {
      title: "lock, 120 mods six deep, 50 ms a request, nothing known",
      peer: "node that asks for six mods one after the other",
      unit: "ms",
      target: { kind: "more", most: 200 },
      rounds,
      async measure() {
        await removeFolder(pack.cache);
        await removeFolder(join(pack.folder, "mods.lock"));
        return { theirs: await chained(chain), ours: (await pack.run(["lock"], portal.url)).ms };
      },
    },
    {
      title: "lock again, one request of 50 ms",
      peer: "node that asks for one mod",
      unit: "ms",
      target: { kind: "all", most: 120 },
      rounds,
      async measure() {
        portal.forget();
        const ours = (await pack.run(["lock"], portal.url)).ms;
        if (portal.count() !== 1) throw new Error(`${portal.count()} requests instead of one`);
        return { theirs: await chained(chain.slice(0, 1)), ours };
      },
      close: () => portal.close(),
    },
  ];
}

/** Asks for addresses, one after the other on one connection: what no program of node can do sooner. */
async function chained(urls: readonly string[]): Promise<number> {
  const program = `
    const { Agent, get } = require("node:http");
    const agent = new Agent({ keepAlive: true });
    const urls = ${JSON.stringify(urls)};
    const next = () => {
      const url = urls.shift();
      if (url) get(url, { agent }, (answer) => answer.resume().once("end", next));
      else agent.destroy();
    };
    next();
  `;
  return (await spawned(process.execPath, ["-e", program])).ms;
}

/** A whole install from nothing: 61 mods of 200 kB, three deep, 40 ms a request. */
export async function coldInstall(room: Room, isQuick: boolean): Promise<Comparison> {
  const names = namesOf(61);
  const below = (at: number) =>
    at === 0 ? names.slice(1, 5) : at < 5 ? names.filter((_, other) => other > 4 && other % 4 === at % 4) : [];
  const mods = names.map((name, at) =>
    portalMod(
      name,
      below(at).map((other) => `${other} >= 1.0`),
    ),
  );
  const portal = await servePortalFile({ mods, size: 200_000, delay: 40 });
  const pack = await room.project("cold-install", names.slice(0, 1));
  return {
    title: "install from nothing, 61 mods of 200 kB, 40 ms a request",
    peer: "node -e 0",
    unit: "ms",
    target: { kind: "all", most: 700 },
    rounds: isQuick ? 2 : 11,
    async measure() {
      await removeFolder(pack.cache);
      for (const name of ["mods", "mods.lock"]) await removeFolder(join(pack.folder, name));
      return { theirs: await bareNode(), ours: (await pack.run(["install"], portal.url)).ms };
    },
    close: () => portal.close(),
  };
}

/** A modpack of 100 mods moves to the next game line. */
export async function upgrading(room: Room, isQuick: boolean): Promise<Comparison> {
  const names = namesOf(100);
  const mods = names.map((name, at) => {
    const before = at > 2 ? [`${names[at % 3]} >= 1.0`] : [];
    const mod = portalMod(name, before, 10);
    return { ...mod, releases: [...mod.releases, portalRelease(name, "2.0.0", before, "2.1")] };
  });
  const portal: FilePortal = await servePortalFile({ mods });
  const pack = await room.project("upgrading", names);
  await pack.run(["lock"], portal.url);
  return {
    title: "upgrade 2.1 --dry-run, 100 mods",
    peer: "node -e 0",
    unit: "ms",
    target: { kind: "all", most: 1000 },
    rounds: isQuick ? 2 : 7,
    measure: async () => ({
      theirs: await bareNode(),
      ours: (await pack.run(["upgrade", "2.1", "--dry-run"], portal.url)).ms,
    }),
    close: () => portal.close(),
  };
}
