import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readModSettings } from "@factorio-lock/game";
import { expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { type Driver, openDriver } from "../built/driver.ts";
import { createSandbox } from "./sandbox.ts";
import type { WorldMod } from "./world.ts";

const WALKS = Number(process.env["RUNS"] ?? (process.env["LONG"] ? 1000 : 10));
const STEPS = 6;
const PROCESSES = WALKS > 100 ? 2 : 1;

const NAMES = ["ash-kiln", "bone-mill", "cork-boat", "dust-sail", "elm-crane"];
const release = (version: string, ...dependencies: string[]) => ({ version, dependencies: ["base", ...dependencies] });
const later = (version: string, ...dependencies: string[]) => ({
  ...release(version, ...dependencies),
  factorio: "2.1",
});
const WORLD: readonly WorldMod[] = [
  {
    name: "ash-kiln",
    releases: [release("1.0.0"), release("1.1.0"), release("2.0.0", "bone-mill >= 2.0"), later("3.0.0", "bone-mill")],
  },
  { name: "bone-mill", releases: [release("1.0.0"), release("2.0.0", "cork-boat"), later("3.0.0")] },
  {
    name: "cork-boat",
    releases: [release("1.0.0"), release("1.5.0", "! dust-sail"), release("1.6.0"), later("2.0.0")],
  },
  {
    name: "dust-sail",
    releases: [
      release("1.0.0", "bone-mill"),
      release("3.0.0", "bone-mill", "+ elm-crane"),
      later("4.0.0", "cork-boat < 2.0"),
    ],
  },
  { name: "elm-crane", releases: [release("0.1.0"), release("0.2.0")] },
];

const SETTINGS = `settings:
  startup:
    pace: 3
`;

const START = `# a pack
factorio: "2.0"
mods:
  ash-kiln: '1.0.0' # old
  # boats
  cork-boat: ">= 1.0, < 1.6"
`;

/** A generator of whole numbers below a bound that a seed repeats. */
function dice(seed: number): (bound: number) => number {
  // Neighbouring seeds are far apart.
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return (bound) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** An edit by hand, as a step of a walk. */
const BY_HAND = "by hand";

function anyCommand(roll: (bound: number) => number): readonly string[] {
  const any = () => NAMES[roll(NAMES.length)] as string;
  const name = any();
  const commands = [
    ["add", name],
    ["add", any(), any()],
    ["add", `${name}@1.0.0`],
    ["remove", name],
    ["update"],
    ["update", name],
    ["pin"],
    ["pin", name],
    ["unpin"],
    ["unpin", name],
    ["disable", name],
    ["enable", name],
    ["edit", "--disable", name, "--add", any()],
    ["settings", "set", `startup.${name}`, String(roll(9))],
    ["upgrade", "2.1"],
    ["upgrade", "2.1", "--drop"],
    ["upgrade", "2.0", "--drop"],
    ["undo"],
    ["undo", String(1 + roll(3))],
    [BY_HAND],
  ];
  return commands[roll(commands.length)] as readonly string[];
}

/** A modpack of a walk. */
interface Pack {
  readonly folder: string;
  run(...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}

/** The bytes of manifest and lockfile, the hashes of all that the game sees, and what mod-settings.dat says. */
async function stateOf({ folder }: Pack, hadSettings: boolean): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of ["mods.yaml", "mods.lock"]) found[name] = await readFile(join(folder, name), "latin1");
  for (const name of await readdir(join(folder, "mods"))) {
    if (name.startsWith(".")) continue;
    const bytes = await readFile(join(folder, "mods", name));
    if (name !== "mod-settings.dat" || hadSettings) found[name] = createHash("sha1").update(bytes).digest("hex");
    else {
      // A file that was made for a setting stays, and says nothing any more.
      const tree = JSON.stringify(readModSettings(bytes));
      if (tree.includes("value")) found[name] = tree;
    }
  }
  return found;
}

async function changesKept(pack: Pack): Promise<number> {
  const { stdout } = await pack.run("history", "--json");
  return (JSON.parse(stdout) as { changes: unknown[] }).changes.length;
}

async function walk(pack: Pack, seed: number, counts: Map<string, number>): Promise<void> {
  const roll = dice(seed);
  const hasSettings = roll(2) === 0;
  await writeFile(join(pack.folder, "mods.yaml"), hasSettings ? `${START}${SETTINGS}` : START);
  expect((await pack.run("install")).code).toBe(0);
  const before = await stateOf(pack, hasSettings);
  const kept = await changesKept(pack);
  const walked: string[] = [];
  const told = () => `seed ${seed}\n${walked.join("\n")}`;
  for (let step = 0; step < STEPS; step++) {
    const args = anyCommand(roll);
    if (args[0] === BY_HAND) {
      const path = join(pack.folder, "mods.yaml");
      await writeFile(path, (await readFile(path, "utf8")).replace("mods:\n", `mods:\n  # note ${step}\n`));
      walked.push(BY_HAND);
      continue;
    }
    const { code } = await pack.run(...args);
    walked.push(`${args.join(" ")}: ${code}`);
    const count = `${args[0]} ${code === 0 ? "done" : "refused"}`;
    counts.set(count, (counts.get(count) ?? 0) + 1);
    expect(code, told()).not.toBe(70);
  }
  const made = (await changesKept(pack)) - kept;
  if (made > 0) {
    const { code, stderr } = await pack.run("undo", String(made));
    expect(code, `${told()}\n${stderr}`).toBe(0);
  }
  expect(await stateOf(pack, hasSettings), told()).toEqual(before);
  expect((await pack.run("verify")).code, told()).toBe(0);
}

test(`law: ${WALKS} walks of ${STEPS} steps are undone to the byte`, async () => {
  const first = Number(process.env["SEED"] ?? 20_261_127);
  const box = await createSandbox(WORLD);
  const counts = new Map<string, number>();
  let next = 0;
  const walking = async (driver: Driver): Promise<void> => {
    for (let at = next++; at < WALKS; at = next++) {
      const own = join(box.folder, `walk-${at}`);
      const folder = join(own, "pack");
      const env = {
        HOME: own,
        FACTORIO_LOCK_PORTAL: box.portal.url,
        FACTORIO_LOCK_CACHE: join(box.folder, "cache"),
        FACTORIO_USERNAME: "test-player",
        FACTORIO_TOKEN: "walking",
      };
      await mkdir(folder, { recursive: true });
      await walk({ folder, run: (...args) => driver.run({ args, cwd: folder, env }) }, first + at, counts);
      await removeFolder(own);
    }
  };
  const drivers = Array.from({ length: PROCESSES }, () => openDriver(join(box.folder, "home")));
  try {
    await Promise.all(drivers.map(walking));
  } finally {
    for (const driver of drivers) await driver.close();
    await box.close();
  }
  console.log(
    `walks: ${WALKS}, first seed ${first}, ${JSON.stringify(Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))))}`,
  );
}, 3_600_000);
