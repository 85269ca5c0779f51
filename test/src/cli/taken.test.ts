import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeSave } from "../../../packages/game/testing/make-save.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

async function ok(args: readonly string[], options: Parameters<Sandbox["run"]>[1] = {}): Promise<Document> {
  const { code, stdout } = await box.run([...args, "--json"], options);
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout) as Document;
}

interface Document {
  readonly [key: string]: unknown;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** Puts a save into the project's folder. */
async function putSave(
  name: string,
  game: string,
  mods: Readonly<Record<string, string>>,
  startup: Parameters<typeof makeSave>[0]["startup"] = {},
): Promise<void> {
  const all = [
    { name: "base", version: game },
    ...Object.entries(mods).map(([mod, version]) => ({ name: mod, version })),
  ];
  await writeFile(join(box.project, name), await makeSave({ game, mods: all, startup }));
}

describe("init --from", () => {
  test("an installed mod directory: what is written locks to the same mods", async () => {
    await box.write("mods.yaml", 'factorio: "2.0"\nexpansion: true\nmods:\n  tall-masts: "*"\n  rail-tunes: "*"\n');
    await ok(["install"]);
    await box.write("again/.keep", "");
    const told = await ok(["init", "--from", "../mods"], { cwd: "again" });
    expect(told).toMatchObject({
      factorio: "2.0",
      expansion: true,
      from: { kind: "mod-directory", path: join(box.project, "mods"), factorio: "2.0" },
      mods: [
        { name: "elevated-rails", range: "*", told: "mod-list.json" },
        { name: "gear-lib", range: "2.0.0", told: "mod-list.json" },
        { name: "rail-tunes", range: "1.1.0", told: "mod-list.json" },
        { name: "tall-masts", range: "1.0.0", told: "mod-list.json" },
      ],
      settings: 0,
      warnings: [],
    });
    const { mods } = await ok(["install"], { cwd: "again" });
    expect(mods).toMatchObject([
      { name: "gear-lib", version: "2.0.0" },
      { name: "rail-tunes", version: "1.1.0" },
      { name: "tall-masts", version: "1.0.0" },
    ]);
  });

  test("a save: its line, its mods exactly, its startup settings, which the next install writes", async () => {
    const startup = { loud: { any: false, type: "bool", value: true } } as const;
    await putSave("friday.zip", "2.0.72", { quality: "2.0.72", "tall-masts": "0.9.0" }, startup);
    await ok(["init", "--from", "friday.zip"]);
    const text = (await box.read("mods.yaml")) ?? "";
    expect(text).toContain('factorio: "2.0"\n');
    expect(text).toContain("expansion: true\n");
    expect(text).toContain('mods:\n  quality: "*"\n  tall-masts: "0.9.0"\n');
    expect(text).toContain("settings:\n  startup:\n    loud: true\n");
    const { directory } = await ok(["install"]);
    expect(directory).toMatchObject({ settingsChanged: true });
  });

  test("--loose asks for those versions or newer ones", async () => {
    await putSave("friday.zip", "2.0.72", { "tall-masts": "0.9.0" });
    await ok(["init", "--from", "friday.zip", "--loose"]);
    expect(await box.read("mods.yaml")).toContain('  tall-masts: ">= 0.9.0"\n');
  });

  test("a folder of a server: its newest save, which is named", async () => {
    await box.write("server/saves/.keep", "");
    await putSave("server/saves/a.zip", "2.0.72", { "tall-masts": "0.9.0" });
    const { from } = await ok(["init", "--from", "server"]);
    expect(from).toEqual({ kind: "save", path: "server/saves/a.zip", factorio: "2.0.72" });
  });

  test("a mod list alone: which game it is for is not told", async () => {
    await box.write("list.json", '{"mods":[{"name":"base","enabled":true},{"name":"tall-masts","enabled":true}]}');
    const { warnings, factorio } = await ok(["init", "--from", "list.json"]);
    expect(factorio).toBe("2.0");
    expect(warnings.map(({ code }) => code)).toEqual(["VERSION_UNKNOWN", "GAME_UNKNOWN"]);
    expect(await box.read("mods.yaml")).toContain('  tall-masts: "*"\n');
  });

  test("--factorio names another game, which is told where it is another line", async () => {
    await putSave("friday.zip", "1.1.110", { "tall-masts": "0.9.0" });
    const { warnings, factorio } = await ok(["init", "--from", "friday.zip", "--factorio", "2.0.77"]);
    expect(factorio).toBe("2.0.77");
    expect(warnings).toMatchObject([{ code: "GAME_DIFFERS", message: expect.stringContaining("1.1.110") }]);
  });

  test("a manifest that is there stays, and what cannot be read leaves none", async () => {
    await putSave("friday.zip", "2.0.72", {});
    await box.write("bad.zip", "PK no");
    expect(await box.run(["init", "--from", "bad.zip"])).toMatchObject({ code: 6 });
    expect(await box.run(["init", "--from", "nothing"])).toMatchObject({ code: 1 });
    expect(await box.run(["init", "--loose"])).toMatchObject({ code: 2 });
    expect(await box.read("mods.yaml")).toBeUndefined();
    await box.write("mods.yaml", "mine\n");
    expect(await box.run(["init", "--from", "friday.zip"])).toMatchObject({ code: 1 });
    expect(await readFile(join(box.project, "mods.yaml"), "utf8")).toBe("mine\n");
  });

  test("completion offers files", async () => {
    expect((await box.run(["complete", "--", "init", "--from", ""])).stdout).toBe("");
  });
});
