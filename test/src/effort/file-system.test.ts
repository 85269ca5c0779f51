import { execFile, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, EXECUTABLE, type Sandbox } from "../cli/sandbox.ts";
import { callsOf, counted } from "./counted.ts";

const FEW = 10;
const MANY = 60;

let few: Sandbox;
let many: Sandbox;

/** A modpack of so many mods, installed. */
async function installed(count: number): Promise<Sandbox> {
  const names = Array.from({ length: count }, (_, at) => `crate-${at}`);
  const box = await createSandbox(names.map((name) => ({ name, releases: [{ version: "1.0.0" }] })));
  await box.write("mods.yaml", `factorio: "2.0"\nmods:\n${names.map((name) => `  ${name}: "*"\n`).join("")}`);
  expect(await box.spawn(["install", "--quiet"])).toMatchObject({ code: 0 });
  return box;
}

beforeAll(async () => {
  few = await installed(FEW);
  many = await installed(MANY);
});
afterAll(async () => {
  for (const box of [few, many]) await box?.close();
});

// A mod more costs `slope` calls, and a command without any mods `rest`: as measured, with room for less than one call a mod.
test.each([
  ["install --frozen", 1, 107],
  ["install", 1, 107],
  ["verify", 9, 75],
  ["list", 1, 22],
  ["tree", 0, 25],
  ["why crate-1", 0, 25],
  ["lock --check --offline", 4, 35],
  ["outdated --offline", 4, 35],
])("%s asks the file system at most %d times a mod, and %d times for all the rest", async (line, slope, rest) => {
  const args = line.split(" ");
  const [of, ofMany] = [await counted(few, args), await counted(many, args)];
  expect([of.exit, ofMany.exit]).toEqual([0, 0]);
  const [least, most] = [callsOf(of), callsOf(ofMany)];
  const said = `${FEW} mods: ${JSON.stringify(of.calls)}\n${MANY} mods: ${JSON.stringify(ofMany.calls)}`;
  // Some calls more or less: compiled code that is found or not.
  expect((most - least) / (MANY - FEW), said).toBeLessThanOrEqual(slope + 0.2);
  expect(least - slope * FEW, said).toBeLessThanOrEqual(rest);
});

// Containers may forbid a process to trace another.
const traces = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;

test.skipIf(!traces)(
  `an install with nothing to do makes one system call a mod, at the paths of files${traces ? "" : " (skipped: strace is not there, or may not trace)"}`,
  async () => {
    const calls: number[] = [];
    for (const box of [few, many]) {
      const out = join(box.folder, "strace.txt");
      const env = {
        PATH: process.env["PATH"],
        HOME: join(box.folder, "home"),
        FACTORIO_LOCK_PORTAL: box.portal.url,
        FACTORIO_LOCK_CACHE: join(box.folder, "cache"),
      };
      const words = ["-f", "-c", "-e", "trace=file", "-o", out, process.execPath, EXECUTABLE, "install", "--frozen"];
      await promisify(execFile)("strace", words, { cwd: box.project, env });
      const total = /^\s*[\d.]+\s+[\d.]+(?:\s+\d+)?\s+(\d+)(?:\s+\d+)?\s+total$/m.exec(
        await readFile(out, "utf8"),
      )?.[1];
      calls.push(Number(total));
    }
    const [least, most] = calls as [number, number];
    expect((most - least) / (MANY - FEW)).toBeLessThanOrEqual(1.2);
  },
);
