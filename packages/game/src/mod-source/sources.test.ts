import { mkdir, mkdtemp, rename, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { formatPackFile, parseLockfile } from "@factorio-lock/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { levelOf, makeSave, makeZip } from "../../testing/make-save.ts";
import { makeArchive } from "../archive/make-archive.ts";
import { formatModPack } from "../mod-pack/format-mod-pack.ts";
import { readModSource } from "./read-mod-source.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-sources-"));
});
afterEach(() => removeFolder(folder));

async function put(path: string, content: string | Uint8Array): Promise<string> {
  const whole = join(folder, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, content);
  return whole;
}

const BASE_ONLY = '{"mods":[{"name":"base","enabled":true}]}';
const SAVED = { game: "1.1.110", mods: [{ name: "base", version: "1.1.110" }] };
const HEAD = "   0.000 2026-01-02 03:04:05; Factorio 2.0.72 (build 84292, linux64, headless)\n";
const LOCK = `lockfileVersion: 1

factorio: "2.0"
expansion: false

requirements:
  gear-box: "^1.2.0"
  own-mod: { path: "../own-mod" }
  side-show: false

builtin:
  - base

mods:
  gear-box:
    version: "1.2.3"
    file: "gear-box_1.2.3.zip"
    sha1: "${"ab".repeat(20)}"
    download: "/download/gear-box/0123456789abcdef01234567"
    released: "2026-01-02T03:04:05.000000Z"
    dependencies:
      - "base"

  own-mod:
    version: "0.1.0"
    path: "../own-mod"
`;

describe("what is off", () => {
  test("in a list is named, builtin mods among it", async () => {
    const mods = [
      { name: "base", enabled: true },
      { name: "space-age", enabled: true },
      { name: "quality", enabled: false },
      { name: "side-show", enabled: false, version: "1.0.0" },
    ];
    const source = await readModSource(await put("mod-list.json", JSON.stringify({ mods })));
    expect(source).toMatchObject({ off: ["quality", "side-show"], complete: true });
  });

  test("of a metapackage nothing is known", async () => {
    const info = { name: "friday-pack", version: "1.0.0", factorio_version: "2.0", dependencies: ["gear-box"] };
    const source = await readModSource(await put("info.json", JSON.stringify(info)));
    expect(source).toMatchObject({ off: [], complete: false });
  });
});

test("a mod of the folder names its archive", async () => {
  const archive = await put("gear-box_1.0.0.zip", await makeArchive({ name: "gear-box", version: "1.0.0" }));
  await put("mod-list.json", '{"mods":[{"name":"gear-box","enabled":true,"version":"1.0.0"}]}');
  expect((await readModSource(folder)).mods).toMatchObject([{ name: "gear-box", archive }]);
});

describe("the game of a server's folder that lists only base", () => {
  test.each([
    ["the head of its log", "factorio-current.log", HEAD, "2.0.72"],
    ["what was played last", "player-data.json", '{"last-played-version":{"game_version":"2.0.66"}}', "2.0.66"],
    ["the installed game", "data/base/info.json", '{"name":"base","version":"2.0.70"}', "2.0.70"],
  ])("by %s", async (_, file, content, game) => {
    await put("mods/mod-list.json", BASE_ONLY);
    await put(file, content);
    expect((await readModSource(folder)).game?.text).toBe(game);
    expect((await readModSource(join(folder, "mods"))).game?.text).toBe(game);
  });

  test("by a save beside it, whatever that is called", async () => {
    await put("mods/mod-list.json", BASE_ONLY);
    await put("friday.bak", await makeSave(SAVED));
    expect((await readModSource(folder)).game?.text).toBe("1.1.110");
  });

  test("the installed game speaks before the log, the log before what was played, that before a save", async () => {
    await put("mods/mod-list.json", BASE_ONLY);
    const games: (string | undefined)[] = [];
    const look = async () => games.push((await readModSource(folder)).game?.text);
    await put("saves/a.zip", await makeSave(SAVED));
    await look();
    await put("player-data.json", '{"last-played-version":{"game_version":"2.0.66"}}');
    await look();
    await put("factorio-current.log", HEAD);
    await look();
    await put("data/base/info.json", '{"name":"base","version":"2.0.70"}');
    await look();
    expect(games).toEqual(["1.1.110", "2.0.66", "2.0.72", "2.0.70"]);
  });

  test("archives speak before another game that was installed meanwhile", async () => {
    const archive = await makeArchive({ name: "gear-box", version: "1.0.0", factorio_version: "1.1" });
    await put("mods/gear-box_1.0.0.zip", archive);
    await put("data/base/info.json", '{"name":"base","version":"2.0.70"}');
    expect((await readModSource(folder)).game?.text).toBe("1.1");
  });

  test("damaged witnesses are none", async () => {
    await put("mods/mod-list.json", BASE_ONLY);
    await put("player-data.json", '{"last-played-version":null');
    await put("factorio-current.log", "   0.000 nothing");
    await put("saves/a.zip", "PK half");
    expect((await readModSource(folder)).game).toBeUndefined();
  });
});

describe("a save", () => {
  test("zipped without its top folder is read, with a warning", async () => {
    const path = await put("friday.zip", await makeZip({ "level.dat": levelOf(SAVED), "info.json": "null" }));
    const source = await readModSource(path);
    expect(source).toMatchObject({ kind: "save", game: { text: "1.1.110" } });
    expect(source.warnings.map(({ code }) => code)).toEqual(["SAVE_WITHOUT_FOLDER"]);
  });

  test.each(["0.13.20", "0.14.23", "0.15.40", "0.16.51"])("of %s: its settings cannot be read", async (game) => {
    const mods = [{ name: "base", version: game }];
    const source = await readModSource(await put("old.zip", await makeSave({ game, mods }, "level.dat")));
    expect(source).toMatchObject({ game: { text: game }, settings: undefined });
    expect(source.warnings.map(({ message }) => message)).toEqual([
      `old.zip is a save of Factorio ${game}, and saves before 0.17 hold no startup settings that can be read: set them as they were.`,
    ]);
  });
});

describe("a lockfile", () => {
  test("tells its mods, what it keeps out, and where its path mods lie", async () => {
    const source = await readModSource(await put("pack/mods.lock", LOCK));
    expect(source).toMatchObject({ kind: "lockfile", game: { text: "2.0" }, off: ["side-show"] });
    expect(source.mods).toMatchObject([
      { name: "base" },
      { name: "gear-box", version: { text: "1.2.3" } },
      { name: "own-mod", archive: join(folder, "own-mod") },
    ]);
    expect(source.locked?.lockfile.requirements.get("gear-box")).toMatchObject({ range: { text: "^1.2.0" } });
    expect(await readModSource(join(folder, "pack"))).toMatchObject({ kind: "lockfile" });
  });

  test("that is damaged is named once", async () => {
    const path = await put("mods.lock", LOCK.replace("^1.2.0", "^^"));
    await expect(readModSource(path)).rejects.toMatchObject({
      code: "FAILED",
      message: expect.stringContaining(path) as unknown,
    });
  });
});

test("what a file is shows in its content: each is read under a wrong name as under its own", async () => {
  const lockfile = await parseLockfile(LOCK, "mods.lock");
  const pack = formatPackFile({ pack: { name: "friday-pack", version: "1.0.0" }, lockfile, settings: undefined });
  const info = { name: "friday-pack", version: "1.0.0", factorio_version: "2.0", dependencies: ["gear-box = 1.0.0"] };
  const clusterio = {
    name: "x",
    description: "",
    factorio: "2.0",
    settings: {},
    mods: [{ name: "base", enabled: true, version: "2.0.0" }],
  };
  const kinds: readonly (readonly [string, string, string | Uint8Array])[] = [
    ["mod-list", "mod-list.json", BASE_ONLY],
    ["save", "friday.zip", await makeSave(SAVED)],
    [
      "log",
      "factorio-current.log",
      `${HEAD}   0.300 Loading mod base 2.0.72 (data.lua)\n   0.306 Checksum of base: 3\n`,
    ],
    [
      "metapackage",
      "friday-pack_1.0.0.zip",
      await makeArchive({ name: "friday-pack", version: "1.0.0", dependencies: ["gear-box"] }),
    ],
    ["metapackage", "info.json", JSON.stringify(info)],
    ["lockfile", "mods.lock", LOCK],
    ["pack", "friday-pack_1.0.0.pack.json", pack],
    ["mod-pack", "clusterio.txt", formatModPack(clusterio)],
  ];
  const wrong = ["notes.txt", "mods.yaml", "level.dat", "a.zip", "mod-list.json", "info.json", "x", "mods.lock"];
  for (const [at, [kind, name, content]] of kinds.entries()) {
    const path = await put(name, content);
    expect(await readModSource(path), name).toMatchObject({ kind });
    const other = join(folder, `wrong-${at}`, wrong[at] as string);
    await mkdir(dirname(other));
    await rename(path, other);
    expect(await readModSource(other), other).toMatchObject({ kind });
  }
});

test("the newest save is the newest that is one", async () => {
  const save = await put("saves/old.zip", await makeSave(SAVED));
  await utimes(save, new Date(2020, 1), new Date(2020, 1));
  await put("saves/backup.zip", await makeZip({ "readme.txt": "not a save" }));
  expect(await readModSource(folder)).toMatchObject({ kind: "save", path: save });
});
