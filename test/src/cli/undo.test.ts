import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

const ASKS = `factorio: "2.0"
mods:
  # high
  tall-masts: ">= 0.9" # for the lake
`;

/** The bytes of manifest, lockfile and everything that the game sees. */
async function state(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const directory = join(box.project, "mods");
  const names = (await readdir(directory).catch((): string[] => [])).filter((name) => !name.startsWith("."));
  for (const path of ["mods.yaml", "mods.lock", ...names.map((name) => `mods/${name}`)]) {
    const bytes = await readFile(join(box.project, path)).catch(() => undefined);
    if (bytes) found.set(path, createHash("sha1").update(bytes).digest("hex"));
  }
  return found;
}

async function ran(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await box.run(args);
  expect(code, `${args.join(" ")}: ${stderr}`).toBe(0);
  return stdout;
}

async function start(): Promise<void> {
  await box.write("mods.yaml", ASKS);
  await ran("install");
}

test("undo brings back manifest, lockfile and mod directory byte for byte; an undo of it the change", async () => {
  await start();
  const before = await state();
  await ran("add", "fog-lamps");
  const after = await state();
  expect(after).not.toEqual(before);
  expect(await ran("undo")).toBe("- fog-lamps 3.1.0\n");
  expect(await state()).toEqual(before);
  await ran("undo");
  expect(await state()).toEqual(after);
  await ran("undo", "3");
  expect(await state()).toEqual(before);
});

test("history lists what was done, the newest first, with the number that takes it back", async () => {
  await start();
  await ran("add", "fog-lamps", "--no-install");
  await box.write("mods.yaml", `${await box.read("mods.yaml")}  old-clock: "*"\n`);
  await ran("remove", "fog-lamps");
  const { changes } = JSON.parse(await ran("history", "--json")) as { changes: object[] };
  expect(changes).toMatchObject([
    {
      undo: 1,
      kind: "command",
      command: "remove fog-lamps",
      summary: "- fog-lamps 3.1.0, ~ gear-lib 2.0.0 → 1.2.0, + old-clock 0.1.01",
    },
    { undo: 2, kind: "hand", command: null, summary: "mods.yaml" },
    { undo: 3, kind: "command", command: "add fog-lamps --no-install", summary: "+ fog-lamps 3.1.0" },
    { undo: 4, kind: "command", command: "install", summary: "+ gear-lib 2.0.0, + tall-masts 1.0.0" },
  ]);
  expect(await ran("history")).toContain("mods.yaml edited by hand");
});

test("an edit by hand since the last command is a change of its own", async () => {
  await start();
  const before = await state();
  await ran("add", "fog-lamps");
  const added = await state();
  await box.write("mods.yaml", `${await box.read("mods.yaml")}# note\n`);
  await ran("undo");
  expect(await state()).toEqual(added);
  await ran("undo", "3");
  expect(await state()).toEqual(before);
});

test("what another program made of mods.lock is shown, and taken back only by --yes", async () => {
  await start();
  const [yaml = "", lock = ""] = [await box.read("mods.yaml"), await box.read("mods.lock")];
  await ran("add", "fog-lamps");
  const added = await state();
  await box.write("mods.yaml", yaml);
  await box.write("mods.lock", lock);
  const refused = await box.run(["undo"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("- fog-lamps 3.1.0")]);
  expect(await box.read("mods.lock")).toBe(lock);
  await ran("undo", "--yes");
  expect(await state()).toEqual(added);
  await ran("undo", "--no-install");
  expect([await box.read("mods.yaml"), await box.read("mods.lock")]).toEqual([yaml, lock]);
});

test("a setting that a change wrote is brought back; one that was changed since stays", async () => {
  await start();
  await ran("settings", "set", "startup.pace", "3");
  await ran("install");
  const before = await state();
  await ran("settings", "set", "startup.pace", "5");
  await ran("add", "fog-lamps");
  await ran("undo", "2");
  expect(await state()).toEqual(before);
});

test("a setting that an install put into effect goes with the change that asked for it", async () => {
  await start();
  await ran("settings", "set", "startup.pace", "3");
  await ran("install");
  const before = await state();
  await ran("settings", "set", "startup.pace", "5");
  await ran("install");
  expect(await ran("history")).toContain("settings set startup.pace 5");
  await ran("undo");
  expect(await state()).toEqual(before);
});

test("without a state folder commands work, and undo says that nothing was kept", async () => {
  await box.write("mods.yaml", ASKS);
  const env = { HOME: "/dev/null", XDG_STATE_HOME: "" };
  const home = join(box.folder, "home");
  const installed = await box.spawn(["install"], { env });
  expect(installed.code, installed.stderr).toBe(0);
  const undone = await box.spawn(["undo"], { env });
  expect([undone.code, undone.stderr]).toEqual([1, expect.stringContaining("Changes of this modpack are not kept")]);
  expect(await readdir(home)).not.toContain(".local");
});

test("more changes than are kept, and what is no number, are refused with what there is", async () => {
  await start();
  const far = await box.run(["undo", "9"]);
  expect([far.code, far.stderr]).toEqual([1, expect.stringContaining("Only 1 change of this modpack is kept")]);
  expect((await box.run(["undo", "all"])).code).toBe(2);
});

test("a change that fails is not kept", async () => {
  await start();
  expect((await box.run(["add", "no-such-mod"])).code).toBe(3);
  const { changes } = JSON.parse(await ran("history", "--json")) as { changes: object[] };
  expect(changes).toHaveLength(1);
});

test("cache prune leaves the archives that undo needs", async () => {
  await start();
  await ran("add", "fog-lamps");
  await ran("remove", "fog-lamps");
  await ran("cache", "prune");
  const asked = box.requests.length;
  await ran("undo", "--offline");
  expect(box.requests.length).toBe(asked);
  expect(await box.read("mods.lock")).toContain("fog-lamps");
});

test("pin holds mods at the locked version, unpin lets them move, and update says what is kept out", async () => {
  await box.write("mods.yaml", `${ASKS}  gear-lib: "1.0.0"\n`);
  await ran("install");
  const kept = await box.run(["update"]);
  expect(kept.stderr).toContain(
    "1 mod has a newer release that mods.yaml keeps out (`factorio-lock outdated` says which; `factorio-lock unpin` frees it).",
  );
  await ran("pin");
  expect(await box.read("mods.yaml")).toBe(ASKS.replace('">= 0.9"', '"1.0.0"').concat('  gear-lib: "1.0.0"\n'));
  await ran("unpin", "gear-lib");
  expect(await box.read("mods.yaml")).toContain('gear-lib: ">= 1.0.0"');
  expect(await box.read("mods.lock")).toContain("gear-lib_1.0.0.zip");
  const precise = await box.run(["update", "gear-lib", "--precise", "1.2.0"]);
  expect(precise.stderr).toContain("The next `update` moves gear-lib again; `factorio-lock pin gear-lib` holds it.");
  await ran("pin", "gear-lib");
  await ran("update");
  expect(await box.read("mods.lock")).toContain("gear-lib_1.2.0.zip");
  await ran("pin", "gear-lib@2.0.0");
  expect(await box.read("mods.lock")).toContain("gear-lib_2.0.0.zip");
  await ran("unpin");
  expect(await box.read("mods.yaml")).toBe(ASKS.replace(">= 0.9", ">= 1.0.0").concat('  gear-lib: ">= 2.0.0"\n'));
});
