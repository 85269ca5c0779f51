import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import type { WorldMod } from "./world.ts";

const WALKS = process.env["LONG"] ? 1000 : 6;
const STEPS = 6;

const NAMES = ["ash-kiln", "bone-mill", "cork-boat", "dust-sail", "elm-crane"];
const release = (version: string, ...dependencies: string[]) => ({ version, dependencies: ["base", ...dependencies] });
const WORLD: readonly WorldMod[] = [
  { name: "ash-kiln", releases: [release("1.0.0"), release("1.1.0"), release("2.0.0", "bone-mill >= 2.0")] },
  { name: "bone-mill", releases: [release("1.0.0"), release("2.0.0", "cork-boat")] },
  { name: "cork-boat", releases: [release("1.0.0"), release("1.5.0", "! dust-sail"), release("1.6.0")] },
  { name: "dust-sail", releases: [release("1.0.0", "bone-mill"), release("3.0.0", "bone-mill", "+ elm-crane")] },
  { name: "elm-crane", releases: [release("0.1.0"), release("0.2.0")] },
];

const START = `# a pack
factorio: "2.0"
mods:
  ash-kiln: '1.0.0' # old
  # boats
  cork-boat: ">= 1.0, < 1.6"
`;

/** A generator of whole numbers below a bound that a seed repeats. */
function dice(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function anyCommand(roll: (bound: number) => number): readonly string[] {
  const name = NAMES[roll(NAMES.length)] as string;
  const commands = [
    ["add", name],
    ["add", `${name}@1.0.0`],
    ["remove", name],
    ["update"],
    ["update", name],
    ["pin"],
    ["pin", name],
    ["unpin"],
    ["disable", name],
    ["enable", name],
    ["edit", "--disable", name, "--add", NAMES[roll(NAMES.length)] as string],
    ["settings", "set", `startup.${name}`, String(roll(9))],
    ["undo"],
    ["undo", String(1 + roll(3))],
  ];
  return commands[roll(commands.length)] as readonly string[];
}

async function state(box: Sandbox): Promise<Record<string, string>> {
  const names = (await readdir(join(box.project, "mods"))).filter((name) => !name.startsWith("."));
  const found: Record<string, string> = {};
  for (const path of ["mods.yaml", "mods.lock", ...names.map((name) => `mods/${name}`)]) {
    // A settings file that was there once stays, without what was written into it.
    if (!path.endsWith("mod-settings.dat")) found[path] = await readFile(join(box.project, path), "latin1");
  }
  return found;
}

async function changesKept(box: Sandbox): Promise<number> {
  const { stdout } = await box.run(["history", "--json"]);
  return (JSON.parse(stdout) as { changes: unknown[] }).changes.length;
}

test(`law: ${WALKS} walks of up to ${STEPS} commands are undone to the byte`, async () => {
  const seed = Number(process.env["SEED"] ?? 20_261_127);
  const roll = dice(seed);
  const counts: Record<string, number> = {};
  let box: Sandbox | undefined;
  for (let walk = 0; walk < WALKS; walk++) {
    // History holds 50 changes: a new modpack before it is full.
    if (walk % 4 === 0) {
      await box?.close();
      box = await createSandbox(WORLD);
      await box.write("mods.yaml", START);
      expect((await box.run(["install"])).code).toBe(0);
    }
    const here = box as Sandbox;
    const [before, kept] = [await state(here), await changesKept(here)];
    const walked: string[] = [];
    for (let step = 0; step < STEPS; step++) {
      const args = anyCommand(roll);
      const { code } = await here.run(args);
      walked.push(`${args.join(" ")}: ${code}`);
      counts[`${args[0]} ${code === 0 ? "done" : "refused"}`] =
        (counts[`${args[0]} ${code === 0 ? "done" : "refused"}`] ?? 0) + 1;
      expect(code, walked.join("\n")).not.toBe(70);
    }
    const made = (await changesKept(here)) - kept;
    if (made > 0) {
      const { code, stderr } = await here.run(["undo", String(made)]);
      expect(code, `walk ${walk}, SEED=${seed}\n${walked.join("\n")}\n${stderr}`).toBe(0);
    }
    expect(await state(here), `walk ${walk}, SEED=${seed}\n${walked.join("\n")}`).toEqual(before);
  }
  await box?.close();
  console.log(`walks: ${WALKS}, ${JSON.stringify(counts)}, SEED=${seed}`);
}, 3_600_000);
