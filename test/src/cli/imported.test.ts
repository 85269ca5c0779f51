import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseModPack, readArchive } from "@factorio-lock/game";
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
    const reported = await ok(["init", "--from", "../mods"], { cwd: "again" });
    expect(reported).toMatchObject({
      factorio: "2.0",
      expansion: true,
      from: { kind: "mod-directory", path: join(box.project, "mods"), factorio: "2.0" },
      mods: [
        { name: "elevated-rails", range: "*", source: "mod-list.json" },
        { name: "gear-lib", range: "2.0.0", source: "mod-list.json" },
        { name: "rail-tunes", range: "1.1.0", source: "mod-list.json" },
        { name: "tall-masts", range: "1.0.0", source: "mod-list.json" },
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

  test("a folder of mods: the hint offers that folder as the one to manage, below the warnings", async () => {
    await box.write("theirs/mod-list.json", '{"mods":[{"name":"base","enabled":true},{"name":"gone","enabled":true}]}');
    await box.write("theirs/tall-masts_1.0.0.zip", "no archive");
    const { stderr } = await box.run(["init", "--from", "theirs"]);
    expect(stderr).toContain("to the folder mods/ here. `factorio-lock set");
    expect(stderr).toContain("`factorio-lock set modDirectory theirs` takes the folder where they are instead.");
    expect(stderr).not.toContain("~/.factorio");
    expect(stderr.indexOf("warning: ")).toBeGreaterThanOrEqual(0);
    expect(stderr.lastIndexOf("warning: ")).toBeLessThan(stderr.indexOf("hint: "));
    await ok(["set", "modDirectory", "theirs"]);
    await box.write("again/.keep", "");
    await box.write("../home/mine/tall-masts_1.0.0.zip", "no archive");
    expect((await box.run(["init", "--from", "~/mine"], { cwd: "again" })).stderr).toContain('modDirectory "~/mine"`');
    await box.write("server/mods/tall-masts_1.0.0.zip", "no archive");
    const inside = await box.run(["init", "--from", "mods"], { cwd: "server" });
    expect(inside.stderr).not.toContain("modDirectory");
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

  test("a mod list alone: its game is unknown", async () => {
    await box.write("list.json", '{"mods":[{"name":"base","enabled":true},{"name":"tall-masts","enabled":true}]}');
    const { warnings, factorio } = await ok(["init", "--from", "list.json"]);
    expect(factorio).toBe("2.0");
    expect(warnings.map(({ code }) => code)).toEqual(["VERSION_UNKNOWN", "GAME_UNKNOWN"]);
    expect(await box.read("mods.yaml")).toContain('  tall-masts: "*"\n');
  });

  test("--factorio names another game, with a warning if it is another line", async () => {
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

describe("import", () => {
  const MANIFEST = 'factorio: "2.0"\nmods:\n  tall-masts: "*" # keep me\n  quiet-night: false\n';

  test("adds what is missing, keeps what is there with its comments, locks and installs", async () => {
    await box.write("mods.yaml", MANIFEST);
    await putSave("friday.zip", "2.0.72", {
      "elevated-rails": "2.0.72",
      "tall-masts": "0.9.0",
      "quiet-night": "1.0.0",
      "fog-lamps": "3.1.0",
    });
    const reported = await ok(["import", "friday.zip"]);
    expect(reported).toMatchObject({
      from: { kind: "save", path: "friday.zip", factorio: "2.0.72" },
      added: [
        { name: "elevated-rails", range: "*" },
        { name: "fog-lamps", range: "3.1.0" },
      ],
      kept: ["quiet-night", "tall-masts"],
      expansionSet: true,
      warnings: [{ code: "KEPT_OUT", mod: "quiet-night" }],
    });
    expect(await box.read("mods.yaml")).toBe(
      `factorio: "2.0"\nexpansion: true\n${MANIFEST.slice(MANIFEST.indexOf("mods:"))}  elevated-rails: "*"\n  fog-lamps: "3.1.0"\n`,
    );
    expect(await box.read("mods/fog-lamps_3.1.0.zip")).toBeDefined();
    const again = await ok(["import", "friday.zip"]);
    expect(again).toMatchObject({ added: [], expansionSet: false, lockfile: { changed: false } });
  });

  test("tells where mods.yaml asks for another version, or is for another game, and of settings", async () => {
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: ">= 1.0"\n');
    await putSave("old.zip", "1.1.110", { "tall-masts": "0.9.0" }, { loud: { any: false, type: "bool", value: true } });
    const { warnings } = await ok(["import", "old.zip"]);
    expect(warnings.map(({ code }) => code)).toEqual(["GAME_DIFFERS", "RANGE_KEPT", "SETTINGS_LEFT"]);
  });

  test("a mod pack without settings has none that could be left behind", async () => {
    await box.write("mods.yaml", MANIFEST);
    await ok(["install"]);
    const { stdout } = await box.run(["export", "clusterio"]);
    const { warnings } = await ok(["import", stdout.trim(), "--no-install"]);
    expect(warnings.map(({ code }) => code)).not.toContain("SETTINGS_LEFT");
  });

  test("--no-lock edits the manifest only, --no-install leaves the mod directory, --dry-run leaves all", async () => {
    await box.write("mods.yaml", MANIFEST);
    await putSave("friday.zip", "2.0.72", { "fog-lamps": "3.1.0" });
    await ok(["import", "friday.zip", "--dry-run"]);
    expect(await box.read("mods.yaml")).toBe(MANIFEST);
    await ok(["import", "friday.zip", "--no-lock", "--loose"]);
    expect(await box.read("mods.yaml")).toContain('fog-lamps: ">= 3.1.0"');
    expect(await box.read("mods.lock")).toBeUndefined();
    await ok(["import", "friday.zip", "--no-install"]);
    expect(await box.read("mods.lock")).toBeDefined();
    expect(await box.read("mods/mod-list.json")).toBeUndefined();
  });

  test("what does not solve leaves everything as it was", async () => {
    await box.write("mods.yaml", MANIFEST);
    await putSave("friday.zip", "2.0.72", { "fog-lamps": "9.9.9" });
    const before = await box.snapshot();
    expect(await box.run(["import", "friday.zip"])).toMatchObject({ code: 3 });
    expect(await box.snapshot()).toEqual(before);
  });

  test("what does not solve has a way out that can be pasted", async () => {
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
    await putSave("core.zip", "2.0.60", { "gear-lib": "2.0.0", "old-clock": "1.0.0" });
    const { code, stdout } = await box.run(["import", "core.zip", "--no-install", "--json"]);
    expect(code).toBe(3);
    const { suggestions } = (JSON.parse(stdout) as { error: { suggestions: string[] } }).error;
    const restore = await box.keep();
    expect(suggestions.length).toBeGreaterThan(0);
    for (const command of suggestions) {
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "").slice(1);
      const { code: ended, stderr } = await box.run(words);
      expect(ended, `${command}\n${stderr}`).toBe(0);
      await ok(["import", "core.zip", "--no-install"]);
      expect(await box.read("mods.lock")).toMatch(/gear-lib|old-clock/);
      await restore();
    }
  });

  test("a mod that the portal does not have: warnings about the source are shown, and how to leave it out", async () => {
    await box.write("mods.yaml", MANIFEST);
    const listed = ["base", "ghost-mod", "gear-lib"].map((name) => ({ name, enabled: true }));
    await box.write("theirs/mod-list.json", JSON.stringify({ mods: listed }));
    await box.write("theirs/gear-lib_2.0.0.zip", "no archive");
    const args = ["import", "theirs", "--no-install"];
    const { code, stdout } = await box.run([...args, "--json"]);
    expect(code).toBe(3);
    const { warnings, error } = JSON.parse(stdout) as Document & { readonly error: { readonly suggestions: string[] } };
    const missing = "mod-list.json enables ghost-mod, which is not in the folder.";
    expect(warnings.map(({ message }) => message)).toContain(missing);
    expect(error.suggestions).toEqual(["factorio-lock add ghost-mod@false --no-lock"]);
    expect((await box.run(args)).stderr).toContain(`warning: ${missing}`);
    await ok(["add", "ghost-mod@false", "--no-lock"]);
    await ok(args);
    expect(await box.read("mods.lock")).toContain("gear-lib");
  });

  test("without a manifest it names the way to one", async () => {
    const { code, stderr } = await box.run(["import", "friday.zip"]);
    expect(code).toBe(2);
    expect(stderr).toContain("`factorio-lock init --from friday.zip`");
  });
});

describe("export", () => {
  beforeEach(async () => {
    const settings = "settings:\n  startup: { loud: true, hue: { r: 1 } }\n";
    await box.write(
      "mods.yaml",
      `factorio: "2.0"\nexpansion: true\nmods:\n  old-clock: "*"\n  rail-tunes: "*"\n${settings}`,
    );
    await ok(["install"]);
  });

  test("mod-list is what an install writes", async () => {
    expect((await box.run(["export", "mod-list"])).stdout).toBe(await box.read("mods/mod-list.json"));
    await ok(["export", "mod-list", "list.json"]);
    expect(await box.read("list.json")).toBe(await box.read("mods/mod-list.json"));
  });

  test("metapackage is a mod that needs every locked mod exactly; importing it gives the same lockfile", async () => {
    const reported = await ok([
      "export",
      "metapackage",
      "--name",
      "friday-pack",
      "--title",
      "Fridays",
      "--author",
      "ada",
    ]);
    expect(reported).toMatchObject({
      format: "metapackage",
      file: "friday-pack_1.0.0.zip",
      mods: 3,
      text: null,
      warnings: [],
    });
    expect(await readArchive(join(box.project, "friday-pack_1.0.0.zip"))).toMatchObject({
      name: "friday-pack",
      title: "Fridays",
      author: "ada",
      factorioVersion: "2.0",
      dependencies: ["base >= 2.0.28", "elevated-rails", "gear-lib = 1.2.0", "old-clock = 0.1.1", "rail-tunes = 1.1.0"],
    });
    const before = await readFile(join(box.project, "friday-pack_1.0.0.zip"));
    await ok(["export", "metapackage", "--name", "friday-pack", "--title", "Fridays", "--author", "ada"]);
    expect(await readFile(join(box.project, "friday-pack_1.0.0.zip"))).toEqual(before);
    await box.write("again/mods.yaml", 'factorio: "2.0"\n');
    const { mods } = await ok(["import", "../friday-pack_1.0.0.zip"], { cwd: "again" });
    expect(mods).toMatchObject([
      { name: "gear-lib", version: "1.2.0" },
      { name: "old-clock", version: "0.1.01" },
      { name: "rail-tunes", version: "1.1.0" },
    ]);
  });

  test("clusterio is one word that gives the same mods and settings again", async () => {
    const { stdout } = await box.run(["export", "clusterio", "--title", "Fridays"]);
    const pack = await parseModPack(stdout);
    const lock = (await box.read("mods.lock")) ?? "";
    expect(pack).toMatchObject({
      name: "Fridays",
      factorio: "2.0",
      mods: [
        { name: "base", enabled: true, version: "2.0.0" },
        { name: "elevated-rails", enabled: true, version: "2.0.0" },
        { name: "quality", enabled: false, version: "2.0.0" },
        { name: "space-age", enabled: false, version: "2.0.0" },
        { name: "gear-lib", enabled: true, version: "1.2.0" },
        { name: "old-clock", enabled: true, version: "0.1.1" },
        { name: "rail-tunes", enabled: true, version: "1.1.0" },
      ],
      settings: { startup: { loud: true, hue: { r: 1, g: 0, b: 0, a: 1 } } },
    });
    for (const { sha1 } of pack?.mods ?? []) expect(lock).toContain(sha1 ?? "");
    await box.write("again/mods.yaml", 'factorio: "2.0"\n');
    const reported = await ok(["import", stdout.trim(), "--no-install"], { cwd: "again" });
    expect(reported).toMatchObject({ from: { kind: "mod-pack" }, expansionSet: true });
  });

  test("what is not meant to be written is refused", async () => {
    for (const args of [
      ["metapackage", "--name", "abc"],
      ["metapackage", "--name", "space-age"],
      ["metapackage", "--name", "../evil"],
      ["metapackage", "--name", "friday-pack", "--mod-version", "1.0"],
      ["mod-list", "mods.lock"],
      ["mod-list", "mods"],
      ["zipped"],
      [],
    ]) {
      expect(await box.run(["export", ...args]), args.join(" ")).toMatchObject({ code: 2 });
    }
    expect((await box.run(["complete", "--", "export", ""])).stdout.split("\n")).toContain("metapackage");
  });

  test("a path mod is exported with a warning", async () => {
    const info = { name: "my-own", version: "0.0.1", title: "Mine", author: "me", factorio_version: "2.0" };
    await box.write("my-own/info.json", JSON.stringify(info));
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  my-own: { path: ./my-own }\n');
    await ok(["lock"]);
    expect(await ok(["export", "markdown"])).toMatchObject({ warnings: [{ code: "PATH_MOD", mod: "my-own" }] });
  });
});

describe("import of the own mod directory", () => {
  test("locks what the game updated there, and only warns of what was switched off", { timeout: 60_000 }, async () => {
    const clock = (version: string) => ({ version, dependencies: ["base", "gear-lib"] });
    await box.world.publish([
      { name: "old-clock", releases: [clock("0.1.0")] },
      { name: "fog-lamps", releases: [{ version: "1.0.0" }] },
      { name: "new-lamps", releases: [{ version: "1.0.0" }] },
    ]);
    await box.write(
      "mods.yaml",
      'factorio: "2.0"\nmods:\n  # keeps time\n  old-clock: "*"\n  fog-lamps: "1.0.0"\n  quiet-night: "*"\n',
    );
    await ok(["install"]);
    await box.world.publish([
      { name: "old-clock", releases: [clock("0.1.0"), clock("0.2.0"), clock("0.3.0")] },
      { name: "fog-lamps", releases: [{ version: "1.0.0" }, { version: "1.1.0" }, { version: "1.2.0" }] },
    ]);
    // Another modpack's folder has the archives; the game puts them in the place of the old ones.
    await box.write(
      "other/mods.yaml",
      'factorio: "2.0"\nmods: { old-clock: "0.2.0", fog-lamps: "1.1.0", new-lamps: "*" }\n',
    );
    await ok(["install", "--copy"], { cwd: "other" });
    for (const [old, now] of [
      ["old-clock_0.1.0.zip", "old-clock_0.2.0.zip"],
      ["fog-lamps_1.0.0.zip", "fog-lamps_1.1.0.zip"],
      ["", "new-lamps_1.0.0.zip"],
    ] as const) {
      await copyFile(join(box.project, "other/mods", now), join(box.project, "mods", now));
      if (old !== "") await rm(join(box.project, "mods", old));
    }
    const list = ["base", "gear-lib", "old-clock", "fog-lamps", "new-lamps"].map((name) => ({ name, enabled: true }));
    await box.write("mods/mod-list.json", JSON.stringify({ mods: [...list, { name: "quiet-night", enabled: false }] }));
    const imported = await ok(["import", "mods"]);
    expect(imported).toMatchObject({
      added: [{ name: "new-lamps" }],
      adopted: [{ name: "fog-lamps", from: "1.0.0", to: "1.1.0" }],
      kept: ["old-clock"],
      warnings: [{ code: "OFF_THERE", mod: "quiet-night" }],
    });
    expect(imported.warnings[0]?.message).toContain("`factorio-lock disable quiet-night`");
    expect(await box.read("mods.yaml")).toBe(
      'factorio: "2.0"\nmods:\n  # keeps time\n  old-clock: "*"\n  fog-lamps: "1.1.0"\n  quiet-night: "*"\n  new-lamps: "1.0.0"\n',
    );
    const lock = await box.read("mods.lock");
    for (const file of ["old-clock_0.2.0.zip", "fog-lamps_1.1.0.zip", "new-lamps_1.0.0.zip"])
      expect(lock).toContain(file);
    expect((await box.run(["verify"])).code).toBe(0);
    expect((await box.run(["lock", "--check"])).code).toBe(0);
  });
});
