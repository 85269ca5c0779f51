import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { levelOf, makeSave, makeZip } from "../../testing/make-save.ts";
import { makeArchive } from "../archive/make-archive.ts";
import { formatModPack } from "../mod-pack/format-mod-pack.ts";
import type { ModSource } from "./mod-source.ts";
import { readModSource } from "./read-mod-source.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-source-"));
});
afterEach(() => removeFolder(folder));

async function put(path: string, content: string | Uint8Array): Promise<string> {
  const whole = join(folder, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, content);
  return whole;
}

async function archive(path: string, name: string, version: string, factorio = "2.0"): Promise<void> {
  await put(`${path}/${name}_${version}.zip`, await makeArchive({ name, version, factorio_version: factorio }));
}

function list(...mods: readonly (readonly [name: string, enabled: boolean, version?: string])[]): string {
  return JSON.stringify({ mods: mods.map(([name, enabled, version]) => ({ name, enabled, version })) });
}

/** `gear-box 1.0.0`, each with the file that it was read from. */
function described({ mods }: ModSource): string[] {
  return mods.map(({ name, version, range, source: by }) => `${name} ${version?.text ?? range ?? "-"} (${by})`);
}

function codes({ warnings }: ModSource): string[] {
  return warnings.map(({ code }) => code);
}

describe("a mod directory", () => {
  test("tells what its list enables, at the version named there or the newest that is there", async () => {
    await archive(".", "gear-box", "1.0.0");
    await archive(".", "gear-box", "1.10.0");
    await archive(".", "gear-box", "1.9.0");
    await archive(".", "old-clock", "0.1.01");
    await archive(".", "old-clock", "0.2.0");
    await archive(".", "quiet-night", "1.0.0");
    await put(
      "mod-list.json",
      list(
        ["base", true],
        ["space-age", true],
        ["quality", false],
        ["gear-box", true],
        ["old-clock", true, "0.1.1"],
        ["quiet-night", false],
      ),
    );
    const source = await readModSource(folder);
    expect(source).toMatchObject({ kind: "mod-directory", path: folder, game: { text: "2.0" }, warnings: [] });
    expect(described(source)).toEqual([
      "base - (mod-list.json)",
      "gear-box 1.10.0 (gear-box_1.10.0.zip)",
      "old-clock 0.1.1 (mod-list.json)",
      "space-age - (mod-list.json)",
    ]);
  });

  test("what lies there and is not listed counts as enabled, as in the game", async () => {
    await archive(".", "gear-box", "1.0.0");
    await put("mod-list.json", list(["base", true]));
    const source = await readModSource(folder);
    expect(described(source)).toContain("gear-box 1.0.0 (gear-box_1.0.0.zip)");
    expect(codes(source)).toEqual(["SOURCE_UNLISTED"]);
  });

  test("without a list everything in it counts", async () => {
    await archive(".", "gear-box", "1.0.0", "1.1");
    const source = await readModSource(folder);
    expect(described(source)).toEqual(["gear-box 1.0.0 (gear-box_1.0.0.zip)"]);
    expect(source.game?.text).toBe("1.1");
    expect(codes(source)).toEqual(["SOURCE_UNLISTED"]);
  });

  test("a folder without a version in its name comes before archives, and is reported", async () => {
    await archive(".", "gear-box", "2.0.0");
    await put("gear-box/info.json", '{"name":"gear-box","version":"1.5.0","factorio_version":"2.0"}');
    await put("mod-list.json", list(["base", true], ["gear-box", true]));
    const source = await readModSource(folder);
    expect(described(source)).toContain("gear-box 1.5.0 (gear-box)");
    expect(codes(source)).toEqual(["SOURCE_FOLDER"]);
  });

  test("doubts are reported: missing mods, other games, damaged archives, names that are none", async () => {
    await archive(".", "gear-box", "1.0.0");
    await archive(".", "tall-masts", "1.0.0");
    await archive(".", "fog-lamps", "1.0.0", "1.1");
    await put("old-clock_1.0.0.zip", "PK, but no zip");
    await put(
      "mod-list.json",
      list(
        ["base", true],
        ["gear-box", true, "2.0.0"],
        ["tall-masts", true],
        ["fog-lamps", true],
        ["old-clock", true],
        ["gone", true],
        ["../evil", true],
      ),
    );
    const source = await readModSource(folder);
    expect(source.warnings.map(({ code, mod }) => [code, mod])).toEqual([
      ["SOURCE_MISSING", "gear-box"],
      ["SOURCE_MISSING", "gone"],
      ["SOURCE_MISSING", "../evil"],
      ["SOURCE_DAMAGED", "old-clock"],
      ["SOURCE_OTHER_GAME", "fog-lamps"],
      ["UNSAFE_NAME", undefined],
      ["VERSION_UNKNOWN", "gone"],
    ]);
    expect(described(source)).toContain("gear-box 2.0.0 (mod-list.json)");
    expect(described(source)).toContain("old-clock 1.0.0 (old-clock_1.0.0.zip)");
  });

  test("a damaged list is named", async () => {
    const path = await put("mod-list.json", '{"mods":[');
    await expect(readModSource(folder)).rejects.toMatchObject({
      code: "FAILED",
      message: expect.stringContaining(path),
    });
  });
});

describe("a mod list", () => {
  test("alone tells names and the versions that it has", async () => {
    const path = await put(
      "list.txt",
      list(["base", true], ["gear-box", true, "1.0.0"], ["old-clock", true], ["off", false]),
    );
    const source = await readModSource(path);
    expect(source).toMatchObject({ kind: "mod-list", game: undefined });
    expect(described(source)).toEqual(["base - (list.txt)", "gear-box 1.0.0 (list.txt)", "old-clock - (list.txt)"]);
    expect(source.warnings).toEqual([
      {
        code: "VERSION_UNKNOWN",
        message: "The version of old-clock is not known: any release will do.",
        mod: "old-clock",
      },
    ]);
  });

  test("reports a missing archive only where it names no version, and under its own name", async () => {
    await archive(".", "quiet-night", "1.0.0");
    const path = await put("out.json", list(["base", true], ["gear-box", true, "1.0.0"], ["old-clock", true]));
    expect((await readModSource(path)).warnings.map(({ code, message }) => [code, message])).toEqual([
      ["SOURCE_MISSING", "out.json enables old-clock, which is not in the folder."],
      ["VERSION_UNKNOWN", "The version of old-clock is not known: any release will do."],
    ]);
  });

  test("takes versions from the archives beside it, and nothing else that lies there", async () => {
    await archive(".", "gear-box", "1.0.0");
    await archive(".", "quiet-night", "1.0.0");
    const source = await readModSource(await put("mod-list.json", list(["base", true], ["gear-box", true])));
    expect(described(source)).toEqual(["base - (mod-list.json)", "gear-box 1.0.0 (gear-box_1.0.0.zip)"]);
    expect(source.warnings).toEqual([]);
  });
});

const SAVED = {
  game: "2.0.72",
  mods: [
    { name: "base", version: "2.0.72" },
    { name: "quality", version: "2.0.72" },
    { name: "gear-box", version: "1.2.3" },
  ],
};

describe("a save", () => {
  test.each(["level.dat0", "level.dat", "level-init.dat"])("by its %s, whatever it is called", async (file) => {
    const path = await put("anything", await makeSave(SAVED, file));
    const source = await readModSource(path);
    expect(source).toMatchObject({
      kind: "save",
      path,
      game: { text: "2.0.72", exact: true },
      settings: undefined,
    });
    expect(codes(source)).toEqual(file === "level-init.dat" ? ["SOURCE_OLD"] : []);
    expect(described(source)).toEqual([`base - (${file})`, `gear-box 1.2.3 (${file})`, `quality - (${file})`]);
  });

  test("level.dat0 comes before level-init.dat, which is as old as the map", async () => {
    const early = levelOf({ game: "2.0.10", mods: [{ name: "base", version: "2.0.10" }] });
    const path = await put(
      "a.zip",
      await makeZip({ "a/level-init.dat": early, "a/level.dat0": deflateSync(levelOf(SAVED)) }),
    );
    expect((await readModSource(path)).game?.text).toBe("2.0.72");
  });

  test("with startup settings; what a manifest cannot express is reported", async () => {
    const startup = {
      loud: { any: false, type: "bool", value: true },
      odd: { any: false, type: "none" },
    } as const;
    const source = await readModSource(await put("a.zip", await makeSave({ ...SAVED, startup })));
    expect(source.settings).toEqual({ startup: { loud: true } });
    expect(codes(source)).toEqual(["SETTINGS_UNKNOWN"]);
  });

  test("only the start of a long level is unpacked", async () => {
    const level = Buffer.concat([levelOf(SAVED), Buffer.alloc(64 * 2 ** 20)]);
    const path = await put("a.zip", await makeZip({ "a/level.dat0": deflateSync(level) }));
    expect((await readModSource(path)).mods).toHaveLength(3);
  });

  test("a zip of a whole mods folder is told from a damaged mod, with what helps", async () => {
    const path = await put(
      "friday_mods.zip",
      await makeZip({ "mod-list.json": '{"mods":[]}', "gear_1.0.0.zip": "PK" }),
    );
    await expect(readModSource(path)).rejects.toMatchObject({
      code: "FAILED",
      message: expect.stringContaining("is the zip of a whole mods folder"),
      hint: expect.stringContaining("unpack it"),
    });
  });

  test.each([
    ["cut off", (save: Buffer) => save.subarray(0, save.length - 40)],
    ["not one after its first bytes", () => Buffer.from("PK and nothing more")],
  ])("that is %s is named, with what helps", async (_, damage) => {
    const path = await put("friday.zip", damage(await makeSave(SAVED)));
    await expect(readModSource(path)).rejects.toMatchObject({
      code: "BAD_ARCHIVE",
      message: expect.stringContaining("friday.zip"),
      hint: expect.any(String),
    });
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["noise", Buffer.alloc(3000, 0x2a)],
    ["a damaged zlib stream", Buffer.from("789cffffffffffff", "hex")],
    ["the level of an old game", levelOf({ ...SAVED, game: "0.12.1" })],
  ])("with %s for a level is named", async (_, level) => {
    const path = await put("friday.zip", await makeZip({ "a/level.dat0": level }));
    await expect(readModSource(path)).rejects.toMatchObject({
      code: "BAD_ARCHIVE",
      message: expect.stringContaining("The save friday.zip cannot be read: "),
    });
  });
});

const LOG = `   0.000 2026-01-02 03:04:05; Factorio 2.0.72 (build 84292, linux64, headless)
   0.001 Operating system: Linux
   0.400 Loading mod settings gear-box 1.2.3 (settings.lua)
   0.410 Loading mod core 0.0.0 (data.lua)
   0.420 Loading mod base 2.0.72 (data.lua)
   0.430 Loading mod Wide River 0.1.01 (data.lua)
   0.440 Loading mod gear-box 1.2.3 (data-updates.lua)
   0.500 Checksum for core: 870127790
   0.500 Checksum of base: 1
   0.500 Checksum of gear-box: 2
   0.500 Checksum of Wide River: 3
   0.500 Checksum of only-scripts: 4
   0.600 Factorio initialised
`;

describe("a log", () => {
  test("tells game, mods and versions; of a mod without data only the name", async () => {
    const source = await readModSource(await put("factorio-current.log", LOG.replaceAll("\n", "\r\n")));
    expect(source).toMatchObject({ kind: "log", game: { text: "2.0.72" } });
    expect(described(source)).toEqual([
      "Wide River 0.1.01 (factorio-current.log)",
      "base - (factorio-current.log)",
      "gear-box 1.2.3 (factorio-current.log)",
      "only-scripts - (factorio-current.log)",
    ]);
    expect(codes(source)).toEqual(["VERSION_UNKNOWN"]);
  });

  test("with several loadings tells the last", async () => {
    const again = `   9.400 Loading mod core 0.0.0 (data.lua)
   9.410 Loading mod base 2.0.72 (data.lua)
   9.420 Loading mod tall-masts 3.0.0 (data.lua)
   9.500 Checksum of base: 1
   9.500 Checksum of tall-masts: 5
`;
    const source = await readModSource(await put("a.log", LOG + again));
    expect(described(source)).toEqual(["base - (a.log)", "tall-masts 3.0.0 (a.log)"]);
  });

  test("of a game that broke off while loading is reported as such", async () => {
    const source = await readModSource(await put("a.log", LOG.slice(0, LOG.indexOf("   0.500"))));
    expect(source.mods).toHaveLength(3);
    expect(codes(source)).toEqual(["SOURCE_UNFINISHED"]);
  });

  test("without mods is none", async () => {
    const path = await put("a.log", LOG.slice(0, LOG.indexOf("   0.400")));
    await expect(readModSource(path)).rejects.toMatchObject({ code: "FAILED", message: expect.stringContaining(path) });
  });
});

describe("a server's folder", () => {
  test("tells by its mods, with the game that is installed there", async () => {
    await archive("server/mods", "gear-box", "1.0.0");
    await put("server/mods/mod-list.json", list(["base", true], ["gear-box", true]));
    await put("server/data/base/info.json", '{"name":"base","version":"2.0.73"}');
    await put("server/saves/a.zip", await makeSave(SAVED));
    const source = await readModSource(join(folder, "server"));
    expect(source).toMatchObject({
      kind: "mod-directory",
      path: join(folder, "server/mods"),
      game: { text: "2.0.73" },
    });
  });

  test("without mods by its newest save", async () => {
    await mkdir(join(folder, "mods"));
    const old = await put("saves/z.zip", await makeSave({ ...SAVED, game: "2.0.1" }));
    await utimes(old, new Date(2020, 1), new Date(2020, 1));
    const newest = await put("saves/_autosave1.zip", await makeSave(SAVED));
    await put("saves/_autosave2.tmp.zip", "half");
    await put("server-settings.json", "{}");
    expect(await readModSource(folder)).toMatchObject({ kind: "save", path: newest });
  });

  test("with a file called mods is no reason to fail", async () => {
    await put("mods", "");
    await put("saves/a.zip", await makeSave(SAVED));
    expect(await readModSource(folder)).toMatchObject({ kind: "save" });
  });
});

describe("a metapackage", () => {
  const INFO = {
    name: "friday-pack",
    version: "1.0.0",
    factorio_version: "2.0",
    dependencies: [
      "base >= 2.0.28",
      "gear-box = 1.2.3",
      "~ tall-masts >= 1.0",
      "? fog-lamps",
      "! quiet-night",
      "space-age",
      "+ wide-river",
      "a >",
      "gap >= 1",
      "split >= 1.0",
      "split < 2.0",
    ],
  };

  test.each([
    ["zip", async () => put("pack.zip", await makeArchive(INFO))],
    ["info.json", async () => put("info.json", JSON.stringify(INFO))],
    ["folder", async () => dirname(await put("pack/info.json", JSON.stringify(INFO)))],
  ])("as a %s tells what it needs", async (_, make) => {
    const source = await readModSource(await make());
    expect(source).toMatchObject({ kind: "metapackage", game: { text: "2.0", exact: false } });
    expect(source.mods.map(({ name, version, range }) => [name, version?.text ?? range])).toEqual([
      ["base", undefined],
      ["gear-box", "1.2.3"],
      ["space-age", undefined],
      ["split", ">= 1.0, < 2.0"],
      ["tall-masts", ">= 1.0"],
      ["wide-river", "*"],
    ]);
    expect(codes(source)).toEqual(["DEPENDENCY_UNREADABLE", "DEPENDENCY_UNREADABLE"]);
  });

  test("that needs nothing is reported", async () => {
    const source = await readModSource(await put("a.zip", await makeArchive({ name: "gear-box", version: "1.0.0" })));
    expect(codes(source)).toEqual(["SOURCE_EMPTY"]);
  });
});

describe("a mod pack", () => {
  const PACK = {
    name: "Fridays",
    description: "",
    factorio: "2.0",
    mods: [
      { name: "base", enabled: true, version: "2.0.0" },
      { name: "gear-box", enabled: true, version: "1.2.3", sha1: "0".repeat(40) },
      { name: "quiet-night", enabled: false, version: "1.0.0" },
    ],
    settings: { startup: { loud: true, colour: { r: 1 } }, "runtime-global": { lamps: 3 } },
  };

  test("in one word tells its enabled mods and its settings", async () => {
    const source = await readModSource(await put("pack.txt", `${formatModPack(PACK)}\n`));
    expect(source).toMatchObject({ kind: "mod-pack", game: { text: "2.0" }, warnings: [] });
    expect(described(source)).toEqual(["base - (pack.txt)", "gear-box 1.2.3 (pack.txt)"]);
    expect(source.settings).toEqual({
      startup: { loud: true, colour: { r: 1, g: 0, b: 0, a: 1 } },
      "runtime-global": { lamps: 3 },
    });
  });

  test("as JSON too", async () => {
    const { factorio, ...rest } = PACK;
    const path = await put("pack.json", JSON.stringify({ ...rest, factorio_version: factorio, settings: {} }));
    expect(described(await readModSource(path))).toEqual(["base - (pack.json)", "gear-box 1.2.3 (pack.json)"]);
  });
});

describe("files without mods", () => {
  test.each([
    ["nothing", ""],
    ["a word", "word"],
    ["half of JSON", "{"],
    ["the JSON of others", '{"name":"x","version":"1.0.0","dependencies":{}}'],
    ["numbers", "[1,2]"],
    ["noise", "\u0000\u0001\u0002"],
  ])("a file with %s", async (_, text) => {
    const path = await put("file", text);
    await expect(readModSource(path)).rejects.toMatchObject({
      code: "FAILED",
      message: expect.stringContaining(path),
      hint: expect.stringContaining("a save"),
    });
  });

  test("a place where nothing is, and an empty folder", async () => {
    for (const path of [join(folder, "nothing"), folder]) {
      await expect(readModSource(path)).rejects.toMatchObject({
        code: "FAILED",
        message: expect.stringContaining(path),
      });
    }
  });

  test.skipIf(process.platform === "win32")("a pipe that nobody writes to", async () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    await expect(readModSource(path)).rejects.toMatchObject({ code: "FAILED", message: expect.stringContaining(path) });
  });
});

const saves = fileURLToPath(new URL("../../../../../shared/data/saves/", import.meta.url));

describe.skipIf(!existsSync(saves))("real saves", () => {
  test.each([
    ["0.18.zip", "0.18.2", ["base", "belt-balancer 2.0.0", "train-station-overview 2.0.1"]],
    ["1.1.zip", "1.1.6", ["base", "belt-balancer 3.0.0", "train-station-overview 3.0.0"]],
    ["with-some-mods.zip", "1.1.74", ["AutoDeconstruct 0.3.5", "base", "even-distribution 1.0.10"]],
  ])("%s", async (file, game, mods) => {
    const source = await readModSource(join(saves, file));
    expect(source.game?.text).toBe(game);
    expect(source.mods.map(({ name, version }) => (version ? `${name} ${version.text}` : name))).toEqual(mods);
    expect(source.settings).toBeUndefined();
    expect(source.warnings).toEqual([]);
  });

  test("2.0-with-48-mods.zip", async () => {
    const source = await readModSource(join(saves, "2.0-with-48-mods.zip"));
    expect(source.game?.text).toBe("2.0.72");
    expect(source.mods).toHaveLength(48);
    expect(Object.keys(source.settings?.startup ?? {})).toHaveLength(47);
    expect(source.warnings).toEqual([]);
  });
});
