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

const ASKS = `factorio: "2.0"
mods:
  # high
  tall-masts: ">= 0.9"   # for the lake
  old-clock: '*'
`;

test("disable leaves a mod out with what only it needed, and enable brings its range back, byte for byte", async () => {
  await box.write("mods.yaml", ASKS);
  expect((await box.run(["install"])).code).toBe(0);
  const lock = await box.read("mods.lock");
  const off = await box.run(["disable", "old-clock"]);
  expect([off.code, off.stdout], off.stderr).toEqual([0, "- old-clock 0.1.01\n"]);
  expect(off.stderr).toContain("`factorio-lock enable old-clock` brings it back");
  expect(await box.read("mods.yaml")).toBe(ASKS.replace("'*'", "{ version: '*', enabled: false }"));
  expect(await box.read("mods.lock")).toContain('  old-clock: { version: "*", enabled: false }\n');
  expect(await box.read("mods/mod-list.json")).not.toContain("old-clock");
  expect((await box.run(["lock", "--check"])).code).toBe(0);
  const again = await box.run(["disable", "old-clock"]);
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining("old-clock is disabled already.")]);
  expect((await box.run(["update", "--no-install"])).code).toBe(0);
  const on = await box.run(["enable", "old-clock"]);
  expect(on.code, on.stderr).toBe(0);
  expect(await box.read("mods.yaml")).toBe(ASKS);
  expect(await box.read("mods.lock")).toBe(lock);
});

test("disabling what another mod needs says so, and each suggestion leaves it out", async () => {
  await box.write("mods.yaml", `${ASKS}  gear-lib: "*"\n  fog-lamps: "*"\n`);
  expect((await box.run(["install"])).code).toBe(0);
  const { code, stdout } = await box.run(["disable", "gear-lib", "--json"]);
  expect(code).toBe(3);
  const { suggestions, explanation } = (
    JSON.parse(stdout) as { error: { suggestions: string[]; explanation: string[] } }
  ).error;
  expect(explanation.join("\n")).toContain("tall-masts");
  expect(suggestions).toEqual(["factorio-lock disable gear-lib old-clock tall-masts"]);
  const added = await box.run(["add", "gear-lib@false"]);
  expect(added.code).toBe(3);
  expect(added.stderr).toContain("error: gear-lib cannot be left out: old-clock and tall-masts need it.");
  expect(added.stderr).toContain("gear-lib is to be left out: needed by old-clock and tall-masts.");
  expect(added.stderr).toContain("factorio-lock edit --remove old-clock --remove tall-masts --add gear-lib@false");
  for (const suggestion of suggestions) {
    const ran = await box.run(suggestion.split(" ").slice(1));
    expect(ran.code, ran.stderr).toBe(0);
    expect(await box.read("mods.lock")).not.toContain("gear-lib_");
    expect(await box.read("mods.yaml")).toContain("enabled: false");
  }
});

test("a mod that another needs and that is disabled: the suggestion enables it, with its range", async () => {
  await box.write(
    "mods.yaml",
    'factorio: "2.0"\nmods:\n  gear-lib: { version: "< 2.0", enabled: false }\n  tall-masts: "*"\n',
  );
  const { code, stdout } = await box.run(["lock", "--json"]);
  expect(code).toBe(3);
  const { suggestions } = (JSON.parse(stdout) as { error: { suggestions: string[] } }).error;
  expect(suggestions).toContain("factorio-lock enable gear-lib --no-install");
  expect((await box.run(["enable", "gear-lib"])).code).toBe(0);
  expect(await box.read("mods.yaml")).toContain('gear-lib: "< 2.0"\n');
  expect(await box.read("mods.lock")).toContain("gear-lib_1.2.0.zip");
});

test("disable and enable of a mod that is not in mods.yaml, and of one that it keeps out, say what there is to do", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  fog-lamps: false\n');
  expect((await box.run(["install"])).code).toBe(0);
  const needed = await box.run(["disable", "gear-lib"]);
  expect([needed.code, needed.stderr]).toEqual([3, expect.stringContaining("factorio-lock why gear-lib")]);
  const out = await box.run(["enable", "fog-lamps"]);
  expect([out.code, out.stderr]).toEqual([1, expect.stringContaining("factorio-lock add fog-lamps")]);
  const base = await box.run(["edit", "--disable", "base"]);
  expect([base.code, base.stderr]).toEqual([3, expect.stringContaining("base is not in mods.yaml")]);
});

test("edit disables one mod and enables another as one", async () => {
  await box.write(
    "mods.yaml",
    'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  quiet-night: { version: "*", enabled: false }\n',
  );
  expect((await box.run(["install"])).code).toBe(0);
  const { code, stdout, stderr } = await box.run(["edit", "--disable", "tall-masts", "--enable", "quiet-night"]);
  expect([code, stdout], stderr).toEqual([0, "- gear-lib 2.0.0\n+ quiet-night 1.0.0\n- tall-masts 1.0.0\n"]);
});
