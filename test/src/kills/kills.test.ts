import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseLockfile } from "@factorio-lock/core";
import { expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";

const KILLS = process.env["LONG"] ? 200 : 30;
const NAMES = Array.from({ length: 12 }, (_, at) => `tin-mod-${String(at).padStart(2, "0")}`);
const VERSIONS = ["1.0.0", "2.0.0"];

/** Large enough that an answer is cut in the middle. */
const PADDING = 400_000;

const mods = NAMES.map((name) => ({ name, releases: VERSIONS.map((version) => ({ version, padding: PADDING })) }));

const manifest = (version: string) =>
  `factorio: "2.0"\nmods:\n${NAMES.map((name) => `  ${name}: "${version}"\n`).join("")}`;

/** One of the two states that the mod directory may be in. */
interface ModSet {
  readonly version: string;
  readonly lock: string;
  /** By mod. */
  readonly shas: ReadonlyMap<string, string>;
}

/** A generator of numbers from 0 to 1 that a seed repeats. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** The SHA-1 that the mod list demands and the disk has, by mod; throws when a file that it names is not there. */
async function loaded(box: Sandbox): Promise<Map<string, string> | undefined> {
  const directory = join(box.project, "mods");
  const text = await readFile(join(directory, "mod-list.json"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const list = JSON.parse(text) as { mods: { name: string; enabled: boolean; version?: string }[] };
  const found = new Map<string, string>();
  for (const { name, enabled, version } of list.mods) {
    if (!enabled || version === undefined) continue;
    const bytes = await readFile(join(directory, `${name}_${version}.zip`));
    found.set(name, createHash("sha1").update(bytes).digest("hex"));
  }
  return found;
}

test(`${KILLS} kills of the executable while the portal cuts bodies: the old set or the new, and the end is right`, async () => {
  const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
  const random = dice(seed);
  let cut = 0;
  const box = await createSandbox(mods, {
    intercept: (request, response) => {
      if (!request.url?.startsWith("/files/") || random() > 0.3) return false;
      cut += 1;
      setTimeout(() => response.destroy(), random() * 20);
      return false;
    },
  });
  const sets: ModSet[] = [];
  for (const version of VERSIONS) {
    await box.write("mods.yaml", manifest(version));
    expect((await box.spawn(["lock", "-q"])).code).toBe(0);
    const lock = (await box.read("mods.lock")) as string;
    const lockfile = await parseLockfile(lock, "mods.lock");
    const shas = new Map([...lockfile.mods].map(([name, mod]) => [name, mod.kind === "release" ? mod.sha1 : ""]));
    sets.push({ version, lock, shas });
  }
  const counts = { killed: 0, finished: 0 };
  for (let round = 0; counts.killed < KILLS; round++) {
    const target = sets[round % 2] as ModSet;
    await box.write("mods.yaml", manifest(target.version));
    await box.write("mods.lock", target.lock);
    // A new cache now and then, so that downloads are killed as well as placing.
    const cache = join(box.folder, `cache-${round >> 2}`);
    const { code } = await box.spawn(["install", "--frozen", "-q", "--cache-dir", cache], {
      killAfter: 30 + random() * 170,
    });
    if (code === -1) counts.killed++;
    else counts.finished++;
    const now = await loaded(box);
    if (now)
      expect(
        sets.map(({ shas }) => shas),
        `round ${round}, SEED=${seed}`,
      ).toContainEqual(now);
    if (code === 0) expect(now).toEqual(target.shas);
  }

  const last = sets[1] as ModSet;
  await box.write("mods.yaml", manifest(last.version));
  await box.write("mods.lock", last.lock);
  let code = -1;
  for (let tries = 0; code !== 0 && tries < 20; tries++) code = (await box.spawn(["install", "--frozen", "-q"])).code;
  expect(await loaded(box)).toEqual(last.shas);
  expect((await box.spawn(["verify"])).code).toBe(0);
  const names = (await readdir(join(box.project, "mods"))).filter((name) => name !== ".factorio-lock");
  expect(names.sort()).toEqual(["mod-list.json", ...NAMES.map((name) => `${name}_2.0.0.zip`)].sort());
  console.log(`kills: ${counts.killed} killed, ${counts.finished} not, ${cut} bodies cut, SEED=${seed}`);
  await box.close();
}, 900_000);
