import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import type { WorldMod } from "./world.ts";

const release = (version: string, factorio: string, ...dependencies: string[]) => ({ version, factorio, dependencies });

/** `crane` moves, and `kiln` with an old pin; `mill` waits for its author, and `wheel` for `mill`. */
const MODS: readonly WorldMod[] = [
  { name: "crane", releases: [release("1.0.0", "2.0", "base"), release("2.0.0", "2.1", "base", "rope")] },
  { name: "kiln", releases: [release("1.0.0", "2.0", "base"), release("1.4.0", "2.1", "base")] },
  { name: "mill", releases: [release("1.0.0", "2.0", "base")] },
  { name: "rope", releases: [release("1.0.0", "2.1", "base")] },
  { name: "wheel", releases: [release("1.0.0", "2.0", "mill"), release("1.1.0", "2.1", "mill")] },
];

const MANIFEST = `factorio: "2.0"
mods:
  crane: "*"
  kiln: "1.0.0" # hot
  mill: "1.0.0"
  wheel: "*"
`;

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox(MODS);
  await box.write("mods.yaml", MANIFEST);
  expect(await box.run(["install"])).toMatchObject({ code: 0 });
});
afterEach(() => box.close());

async function told(...args: string[]) {
  const { code, stdout } = await box.run([...args, "--json"]);
  return { code, ...(JSON.parse(stdout) as Record<string, unknown>) };
}

const FOUND = {
  from: "2.0",
  to: "2.1",
  movable: ["crane", "kiln"],
  blocked: [
    { name: "mill", from: "1.0.0", reason: "no-release", because: [] },
    { name: "wheel", from: "1.0.0", reason: "needs", because: ["mill"] },
  ],
  largest: ["crane", "kiln"],
  exact: true,
  ready: [
    { name: "crane", from: "1.0.0", version: "2.0.0" },
    { name: "kiln", from: "1.0.0", version: "1.4.0" },
  ],
  held: [],
  loosened: [{ name: "kiln", from: "1.0.0", to: ">= 1.0.0" }],
  needed: [],
  builtinAdded: [],
};

test("--check, a move that is not whole and outdated --factorio tell the same and change nothing", async () => {
  const before = await box.snapshot();
  expect(await told("upgrade", "2.1", "--check")).toMatchObject({ code: 5, command: "upgrade", ok: true, ...FOUND });
  expect(await told("outdated", "--factorio", "2.1")).toMatchObject({
    code: 0,
    command: "outdated",
    ok: true,
    ...FOUND,
  });
  expect(await told("outdated", "--factorio", "2.1", "--exit-code")).toMatchObject({ code: 5 });
  const refused = await told("upgrade", "2.1");
  expect(refused).toMatchObject({ code: 3, ok: false, error: { code: "NO_SOLUTION" }, ...FOUND });
  expect(await told("upgrade", "2.1", "--drop", "--dry-run")).toMatchObject({ code: 0, dryRun: true, ...FOUND });
  expect(await box.snapshot()).toEqual(before);
  const { stdout, stderr } = await box.run(["upgrade", "2.1", "--check"]);
  expect(stdout).toMatch(/^crane +1\.0\.0 +ready: 2\.0\.0$/m);
  expect(stdout).toMatch(/^mill +1\.0\.0 +no release for 2\.1$/m);
  expect(stdout).toMatch(/^wheel +1\.0\.0 +held by mill$/m);
  expect(stderr).toContain("1 of 4 mods has a release for 2.1 and is only kept back by old versions in mods.yaml");
  expect(stderr).toContain("`factorio-lock upgrade 2.1 --drop`");
});

test("--drop moves the largest set, keeps the rest disabled, and outdated says when one of them is ready", async () => {
  const moved = await told("upgrade", "2.1", "--drop");
  expect(moved).toMatchObject({ code: 0, factorio: "2.1", dropped: ["mill", "wheel"], ...FOUND });
  expect(await box.read("mods.yaml")).toBe(`factorio: "2.1"
mods:
  crane: "*"
  kiln: ">= 1.0.0" # hot
  mill: { version: ">= 1.0.0", enabled: false }
  wheel: { version: "*", enabled: false }
`);
  expect(await told("verify")).toMatchObject({ code: 0, problems: [] });
  expect(await told("outdated")).toMatchObject({ ready: [] });
  await box.world.publish([
    { name: "mill", releases: [release("1.0.0", "2.0", "base"), release("3.0.0", "2.1", "base")] },
  ]);
  expect(await told("outdated")).toMatchObject({ ready: [{ name: "mill", version: "3.0.0" }] });
  expect((await box.run(["outdated"])).stderr).toContain("`factorio-lock enable mill`");
  expect(await box.run(["enable", "mill"])).toMatchObject({ code: 0 });
  expect(await told("outdated")).toMatchObject({ ready: [{ name: "wheel", version: "1.1.0" }] });
  expect(await box.run(["enable", "wheel"])).toMatchObject({ code: 0 });
  expect(await told("list")).toMatchObject({
    mods: ["crane 2.0.0", "kiln 1.4.0", "mill 3.0.0", "rope 1.0.0", "wheel 1.1.0"].map((text) => {
      const [name, version] = text.split(" ");
      return { name, version };
    }),
  });
});

test("where everything is ready the move needs no flag", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  crane: "*"\n  kiln: "1.0.0"\n');
  const moved = await told("upgrade", "2.1");
  expect(moved).toMatchObject({ code: 0, factorio: "2.1", dropped: [], largest: ["crane", "kiln"] });
  expect(await box.read("mods.yaml")).toBe('factorio: "2.1"\nmods:\n  crane: "*"\n  kiln: ">= 1.0.0"\n');
  expect(await told("upgrade", "2.1", "--check")).toMatchObject({ code: 0 });
});

test("where nothing can move --drop changes nothing, and a line that is none is refused", async () => {
  const before = await box.snapshot();
  const { code, stderr } = await box.run(["upgrade", "2.2", "--drop"]);
  expect(code).toBe(3);
  expect(stderr).toContain("None of the 4 mods in mods.yaml can move to Factorio 2.2.");
  expect(stderr).toContain("`factorio-lock outdated --factorio 2.2`");
  expect(await told("upgrade", "two")).toMatchObject({ code: 2, error: { code: "USAGE" } });
  expect(await box.snapshot()).toEqual(before);
});
