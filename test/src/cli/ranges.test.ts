import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

const manifest = (range: string) => box.write("mods.yaml", `factorio: "2.0"\nmods:\n  gear-lib: ${range}\n`);
const locked = async () => /gear-lib:\n {4}version: "(.*)"/.exec((await box.read("mods.lock")) ?? "")?.[1];

test.each([
  ['"*"', "2.0.0"],
  ['"!= 2.0.0"', "1.2.0"],
  ['"!=2.0"', "1.2.0"],
  ['">= 1.0 != 1.2.0 < 2.0"', "1.0.0"],
  ['"^1.0, != 1.2.00"', "1.0.0"],
  ['"!= 2.0.0 || 2.0.0"', "2.0.0"],
  ['"1.x"', "1.2.0"],
  ["1.2", "1.2.0"],
])("%s takes %s", async (range, version) => {
  await manifest(range);
  const { code, stderr } = await box.spawn(["lock"]);
  expect(code, stderr).toBe(0);
  expect(await locked()).toBe(version);
});

test("a locked release that is left out makes the lockfile stale", async () => {
  await manifest('"*"');
  expect((await box.spawn(["lock"])).code).toBe(0);
  await manifest('"!= 2.0.0"');
  const { code, stderr } = await box.spawn(["lock", "--check"]);
  expect(code).toBe(5);
  expect(stderr).toContain("gear-lib is locked at 2.0.0, but the manifest asks for != 2.0.0.");
});

test.each(["gear-lib@!= 2.0.0", "gear-lib != 2.0.0", "gear-lib!=2.0.0"])("add takes %j", async (word) => {
  await box.write("mods.yaml", 'factorio: "2.0"\n');
  const { code, stderr } = await box.spawn(["add", word, "--no-install"]);
  expect(code, stderr).toBe(0);
  expect(await locked()).toBe("1.2.0");
  expect(await box.read("mods.yaml")).toMatch(/gear-lib: "!= ?2\.0\.0"/);
});

test.each([
  ['"1.5.0"', "gear-lib is asked for at 1.5.0, but has only older and newer releases for Factorio 2.0."],
  ['"0.5.0"', "gear-lib has releases for Factorio 2.0, but newer ones than your mods.yaml asks for."],
  ['">= 3.0"', "gear-lib is asked for at >= 3.0, but the newest for Factorio 2.0 is 2.0.0."],
  ['"< 1.0 > 2.0"', "gear-lib is asked for at < 1.0 > 2.0, and no version is all of that."],
])("%s that no release meets is explained as it is", async (range, sentence) => {
  await manifest(range);
  const { code, stderr } = await box.spawn(["lock"]);
  expect(code).toBe(3);
  expect(stderr).toContain(sentence);
});

test("!= with a whole line says how to leave that out", async () => {
  await manifest('"!= 1.x"');
  const { code, stderr } = await box.spawn(["lock"]);
  expect(code).toBe(2);
  expect(stderr).toContain("`< 1.0 || >= 2.0`");
});
