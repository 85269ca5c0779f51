import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { servePortalFile } from "../../../test/src/portal-file/serve-portal-file.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { bareNode, namesOf, portalMod, type Room } from "./bench-room.ts";
import type { Comparison } from "./comparison.ts";
import { serveSizes } from "./served-folder.ts";
import { spawned } from "./spawned.ts";

const RELEASE = fileURLToPath(new URL("../../../dist/release/", import.meta.url));

/** An installed modpack: what a command costs that finds nothing to do, or only has to place and hash. */
export async function onDisk(room: Room, isQuick: boolean): Promise<Comparison[]> {
  const names = namesOf(500);
  const portal = await servePortalFile({ mods: names.map((name) => portalMod(name)), size: 20_000 });
  const pack = await room.project("on-disk", names);
  await pack.run(["install"], portal.url);
  await portal.close();
  const mods = join(pack.folder, "mods");
  const rounds = isQuick ? 3 : 21;

  const noOp: Comparison = {
    title: "install --frozen, 500 mods, nothing to do",
    peer: "node -e 0",
    unit: "ms",
    target: { kind: "ratio", most: 2.2 },
    rounds,
    measure: async () => ({
      theirs: await bareNode(),
      ours: (await pack.run(["install", "--frozen"])).ms,
    }),
  };
  const warm: Comparison = {
    title: "install --frozen, 500 mods from a warm store",
    peer: "node -e 0, then cp -l",
    unit: "ms",
    target: { kind: "ratio", most: 3 },
    rounds: isQuick ? 2 : 11,
    async measure() {
      const copied = join(room.folder, "copied");
      await removeFolder(copied);
      const theirs = (await bareNode()) + (await spawned("cp", ["-rl", mods, copied])).ms;
      await removeFolder(mods);
      return { theirs, ours: (await pack.run(["install", "--frozen", "--offline"])).ms };
    },
  };
  return [noOp, ...packed(room, pack.folder, pack.cache, rounds), warm];
}

/** The executable of its own, where `pnpm package` made one for this machine. */
function packed(room: Room, project: string, cache: string, rounds: number): Comparison[] {
  const name = existsSync(RELEASE)
    ? readdirSync(RELEASE).find((file) => file.includes(`${process.platform}-${process.arch}`) && !/\.\w+$/.test(file))
    : undefined;
  if (name === undefined) {
    console.log("the executable of its own is left out: `pnpm package` makes it");
    return [];
  }
  const env = { PATH: process.env["PATH"], HOME: join(room.folder, "home"), FACTORIO_LOCK_CACHE: cache };
  const run = (...words: string[]) => spawned(join(RELEASE, name), words, { cwd: project, env });
  return [
    {
      title: "the same as an executable of its own",
      peer: "its --version",
      unit: "ms",
      target: { kind: "ratio", most: 1.6 },
      rounds,
      measure: async () => ({
        theirs: (await run("--version")).ms,
        ours: (await run("install", "--frozen")).ms,
      }),
    },
  ];
}

/** Hashing all archives of a modpack. */
export async function verifying(room: Room, isQuick: boolean): Promise<Comparison> {
  const [large, small] = isQuick ? [4, 30] : [12, 100];
  const names = namesOf(large + small);
  const sizes = new Map(names.map((name, at) => [name, at < large ? 32 * 2 ** 20 : 2 ** 20]));
  const portal = await serveSizes(room, "verifying", sizes);
  const pack = await room.project("verifying", names);
  await pack.run(["install"], portal.url);
  await portal.stop("SIGTERM");
  const cores = availableParallelism();
  const line = `ls mods/*.zip | xargs -P ${cores} -n 4 sha1sum > /dev/null`;
  return {
    title: `verify, ${large} × 32 MB and ${small} × 1 MB`,
    peer: `sha1sum on ${cores} cores`,
    unit: "ms",
    target: { kind: "ratio", most: 1.1 },
    rounds: isQuick ? 2 : 7,
    async measure() {
      const theirs = (await spawned("sh", ["-c", line], { cwd: pack.folder })).ms;
      return { theirs, ours: (await pack.run(["verify"])).ms };
    },
    note: "with the start of the program",
  };
}
