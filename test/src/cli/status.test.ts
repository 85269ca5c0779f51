import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
});
afterAll(() => box.close());

test("the state of a modpack fits a narrow terminal, with every command whole", async () => {
  await box.run(["lock"]);
  const { stdout } = await box.run(["status", "--color", "never"], { columns: 40 });
  const lines = stdout.split("\n");
  expect(lines.filter((line) => line.length > 40)).toEqual([]);
  expect(lines.filter((line) => /^ {2}factorio-lock [a-z-]+/.test(line))).toHaveLength(3);
});
