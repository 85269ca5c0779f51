import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { formatPackFile, parseLockfile, parseManifest } from "@factorio-lock/core";
import { makeArchive } from "@factorio-lock/game";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { makeSave } from "../../../packages/game/testing/make-save.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

async function ok(
  args: readonly string[],
  options: Parameters<Sandbox["run"]>[1] = {},
): Promise<Record<string, unknown>> {
  const { code, stdout } = await box.run([...args, "--json"], options);
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(box.project, path)), { recursive: true });
  await writeFile(join(box.project, path), content);
}

async function save(name: string, mods: Readonly<Record<string, string>>, loud = true): Promise<void> {
  const all = [
    { name: "base", version: "2.0.72" },
    ...Object.entries(mods).map(([mod, version]) => ({ name: mod, version })),
  ];
  await put(
    name,
    await makeSave({ game: "2.0.72", mods: all, startup: { loud: { any: false, type: "bool", value: loud } } }),
  );
}

const NOTHING = {
  manifest: { changed: false },
  lockfile: { changed: false },
  downloaded: { files: 0 },
  directory: { placed: [], removed: [] },
};

test("starts a modpack that is exactly the save, and finds nothing to do the second time", async () => {
  await save("friday.zip", { "tall-masts": "0.9.0", "gear-lib": "1.2.0" });
  const first = await ok(["sync", "friday.zip", "--yes"]);
  expect(first).toMatchObject({ manifest: { changed: true, isNew: true }, from: { kind: "save", factorio: "2.0.72" } });
  expect(first["mods"]).toMatchObject([
    { name: "gear-lib", version: "1.2.0" },
    { name: "tall-masts", version: "0.9.0" },
  ]);
  expect(first["settings"]).toEqual([{ section: "startup", name: "loud", from: null, to: true }]);
  const before = await box.snapshot();
  expect(await ok(["sync", "friday.zip"])).toMatchObject(NOTHING);
  expect(await box.snapshot()).toEqual(before);
  expect((await box.run(["verify"])).code).toBe(0);
});

test("over another modpack: what stays keeps its line, comment and place; the rest goes or comes", async () => {
  await put(
    "mods.yaml",
    '# ours\r\nfactorio: "2.0"\r\nmods:\r\n  wind-chimes: "*"   # loud\r\n  tall-masts: ">= 0.9"   # the best\r\n  gear-lib: "= 1.2.0"   # keep\r\n  quiet-night: false # no\r\nsettings:\r\n  startup:\r\n    old: 1 # was\r\n    loud: false # now\r\n',
  );
  await ok(["install"]);
  await save("friday.zip", {
    "tall-masts": "0.9.0",
    "gear-lib": "1.2.0",
    "rail-tunes": "1.1.0",
    "elevated-rails": "2.0.72",
  });
  await ok(["sync", "friday.zip", "--yes"]);
  expect(await box.read("mods.yaml")).toBe(
    '# ours\r\nfactorio: "2.0"\r\nexpansion: true\r\nmods:\r\n  tall-masts: "0.9.0"   # the best\r\n  gear-lib: "= 1.2.0"   # keep\r\n  quiet-night: false # no\r\n  elevated-rails: "*"\r\n  rail-tunes: "1.1.0"\r\nsettings:\r\n  startup:\r\n    loud: true # now\r\n',
  );
  expect(await ok(["sync", "friday.zip", "--yes"])).toMatchObject(NOTHING);
});

test("the game's line follows, and is shown", async () => {
  await put("mods.yaml", 'factorio: "1.1"\nmods:\n  from-the-past: "*"\n');
  await ok(["install"]);
  await save("friday.zip", { "fog-lamps": "3.1.0" });
  const { stdout } = await box.run(["sync", "friday.zip", "--dry-run"]);
  expect(stdout).toContain("~ Factorio 1.1 → 2.0\n");
  expect(stdout).toContain("+ fog-lamps 3.1.0\n");
  expect(stdout).toContain("- from-the-past 1.0.0\n");
  expect(stdout).toContain("+ startup.loud true\n");
});

test("without a terminal and without --yes nothing changes, and that is an error", async () => {
  await save("friday.zip", { "fog-lamps": "3.1.0" });
  const before = await box.snapshot();
  const { code, stderr } = await box.run(["sync", "friday.zip"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--yes");
  const after = new Map([...(await box.snapshot())].filter(([path]) => !path.startsWith("mods/")));
  expect(after).toEqual(before);
});

test("mods that can be had nowhere are named all at once, with the command that goes without", async () => {
  await save("friday.zip", { "fog-lamps": "3.1.0", "no-such-one": "1.0.0", "nor-this": "2.0.0" });
  const { code, stdout } = await box.run(["sync", "friday.zip", "--yes", "--json"]);
  expect(code).toBe(3);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
  expect(error).toMatchObject({
    code: "MOD_NOT_FOUND",
    message: expect.stringContaining("no-such-one, nor-this") as unknown,
  });
  const command = /`factorio-lock (.+?)`/.exec(error.hint)?.[1]?.replaceAll('"', "").split(" ") ?? [];
  expect(await ok(command)).toMatchObject({ mods: [{ name: "fog-lamps" }] });
});

test("a failed sync changes nothing", async () => {
  await put("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
  await ok(["install"]);
  await save("friday.zip", { "tall-masts": "7.7.7" });
  const before = await box.snapshot();
  expect((await box.run(["sync", "friday.zip", "--yes"])).code).toBe(3);
  expect(await box.snapshot()).toEqual(before);
});

test("a mod directory: its settings come on request, its own mods as path mods", async () => {
  await put(
    "mods.yaml",
    'factorio: "2.0"\nmods:\n  fog-lamps: "*"\nsettings: { startup: { bright: 9007199254740993 } }\n',
  );
  await ok(["install"]);
  await put(
    "mods/own-mod_0.1.0.zip",
    await makeArchive({ name: "own-mod", version: "0.1.0", factorio_version: "2.0" }),
  );
  await mkdir(join(box.project, "../friend"));
  await ok(["sync", "../project/mods", "--yes", "--settings"], { cwd: "../friend" });
  const text = (await box.read("../friend/mods.yaml")) ?? "";
  expect(text).toContain("own-mod: { path: ../project/mods/own-mod_0.1.0.zip }");
  expect(text).toContain("bright: 9007199254740993\n");
  expect(await ok(["sync", "../project/mods", "--settings"], { cwd: "../friend" })).toMatchObject(NOTHING);
  expect((await box.run(["verify"], { cwd: "../friend" })).code).toBe(0);
});

test("a pack by its address: the same lockfile, and followed; update takes the author's next", async () => {
  await put(
    "../author/mods.yaml",
    'factorio: "2.0"\nmods:\n  gear-lib: "< 2.0"\n  wind-chimes: "*"\n  fog-lamps: false\n',
  );
  await ok(["lock"], { cwd: "../author" });
  const packed = async (version: string) => {
    const lockfile = await parseLockfile((await box.read("../author/mods.lock")) ?? "", "mods.lock");
    const settings = { startup: { loud: version === "1.0.0" } };
    return formatPackFile({ pack: { name: "friday-pack", version, title: "Fridays" }, lockfile, settings });
  };
  let pack = await packed("1.0.0");
  const server = createServer((_, response) => response.end(pack));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/any`;

  await ok(["sync", url, "--yes"]);
  expect(await box.read("mods.lock")).toBe(await box.read("../author/mods.lock"));
  const { pack: info, mods } = parseManifest((await box.read("mods.yaml")) ?? "", "mods.yaml");
  expect(info).toEqual({ name: "friday-pack", version: "1.0.0", title: "Fridays", from: url });
  expect(mods.get("gear-lib")).toMatchObject({ range: { text: "< 2.0" } });
  expect(await ok(["update"])).toMatchObject(NOTHING);

  await put("../author/mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "*"\n');
  await ok(["lock"], { cwd: "../author" });
  await ok(["update", "--no-install"], { cwd: "../author" });
  pack = await packed("1.1.0");
  expect((await box.run(["update"])).code).toBe(2);
  expect(await ok(["update", "--yes"])).toMatchObject({
    settings: [{ name: "loud", from: true, to: false }],
    mods: [
      { name: "gear-lib", change: "updated", version: "2.0.0" },
      { name: "wind-chimes", change: "removed" },
    ],
  });
  expect(await box.read("mods.lock")).toBe(await box.read("../author/mods.lock"));
  expect(await box.read("mods.yaml")).toContain('version: "1.1.0"');
});
