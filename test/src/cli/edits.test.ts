import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

test("remove --no-lock edits mods.yaml alone, and asks the portal nothing", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*" # high\n  fog-lamps: "*"\n');
  expect((await box.run(["lock"])).code).toBe(0);
  const [before, asked] = [await box.read("mods.lock"), box.requests.length];
  expect((await box.run(["remove", "fog-lamps", "--no-lock", "--dry-run"])).code).toBe(0);
  expect(await box.read("mods.yaml")).toContain("fog-lamps");
  const { code, stdout } = await box.run(["remove", "fog-lamps", "--no-lock", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, lockfile: { changed: false } });
  expect(await box.read("mods.yaml")).toBe('factorio: "2.0"\nmods:\n  tall-masts: "*" # high\n');
  expect(await box.read("mods.lock")).toBe(before);
  expect(box.requests.length).toBe(asked);
  expect((await box.run(["lock", "--check"])).code).toBe(5);
});

test("each suggestion of a remove that has no answer does its part too", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  old-clock: "*"\n  gear-lib: "2.0.0"\n  fog-lamps: "*"\n');
  const { code, stdout } = await box.run(["remove", "fog-lamps", "--no-install", "--json"]);
  expect(code).toBe(3);
  const { suggestions } = (JSON.parse(stdout) as { error: { suggestions: string[] } }).error;
  expect(suggestions.length).toBeGreaterThan(0);
  for (const suggestion of suggestions) {
    const back = await box.keep();
    for (const command of suggestion.split(" && ")) {
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
      const ran = await box.run(words.slice(1));
      expect(ran.code, `${command}: ${ran.stderr}`).toBe(0);
    }
    expect(await box.read("mods.yaml")).not.toContain("fog-lamps");
    expect((await box.run(["lock", "--check"])).code).toBe(0);
    await back();
  }
});

test("tree MOD starts from that mod, several in the order named; one that is not locked is an error", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  fog-lamps: "*"\n');
  expect((await box.run(["lock"])).code).toBe(0);
  const roots = async (...args: readonly string[]) => {
    const { stdout } = await box.run(["tree", ...args, "--json"]);
    return (JSON.parse(stdout) as { tree: { name: string; children: { name: string }[] }[] }).tree;
  };
  expect((await roots("gear-lib")).map(({ name }) => name)).toEqual(["gear-lib"]);
  const [masts, lamps] = await roots("tall-masts", "fog-lamps");
  expect([masts?.name, lamps?.name]).toEqual(["tall-masts", "fog-lamps"]);
  expect(masts?.children.map(({ name }) => name)).toContain("gear-lib");
  expect((await roots("tall-masts", "--depth", "0"))[0]?.children).toEqual([]);
  const { code, stderr } = await box.run(["tree", "gear-lob"]);
  expect(code).toBe(3);
  expect(stderr).toContain("gear-lib");
});
