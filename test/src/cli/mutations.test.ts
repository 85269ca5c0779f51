// Every format that is read, damaged in thousands of ways: a command that reads it has one answer, soon and in little memory.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import { type GameVersion, parseGameVersion } from "@factorio-lock/core";
import { formatModPack, makeArchive, newModSettings, parseModPack } from "@factorio-lock/game";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { levelOf, makeSave, makeZip } from "../../../packages/game/testing/make-save.ts";
import { layGame } from "../play/lay-game.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

/** Of each format. The usual ones are the same in every run. */
const COUNT = process.env["RUNS"] ? Number(process.env["RUNS"]) : process.env["LONG"] ? 2000 : 20;
const SEED = process.env["SEED"] ? Number(process.env["SEED"]) : process.env["LONG"] ? Date.now() % 1e9 : 20261127;
/** More memory than any of them may take on top of what reading the undamaged ones took. */
const MOST_BYTES = 200e6;

const MOD = {
  name: "own-mod",
  version: "1.2.0",
  factorio_version: "2.0",
  dependencies: ["base >= 2.0", "? gear-lib", "+ fog-lamps"],
};
const SAVE = {
  game: "2.0.72",
  mods: [
    { name: "base", version: "2.0.72" },
    { name: "gear-lib", version: "1.2.0" },
    { name: "fog-lamps", version: "3.1.0" },
  ],
  startup: { loud: { any: false, type: "bool", value: true }, size: { any: false, type: "double", value: 2.5 } },
} as const;
const LIST = {
  mods: [
    { name: "base", enabled: true },
    { name: "gear-lib", enabled: true, version: "1.2.0" },
    { name: "fog-lamps", enabled: false },
  ],
};
const LOG = [
  "   0.000 2026-01-02 03:04:05; Factorio 2.0.72 (build 1, linux64, headless)",
  "   0.100 Loading mod base 2.0.72 (data.lua)",
  "   0.200 Loading mod gear-lib 1.2.0 (data.lua)",
  "   0.306 Checksum of base: 3",
  "",
].join("\n");
const PACK = {
  name: "Evening pack",
  description: "",
  factorio: "2.0",
  mods: [{ name: "gear-lib", enabled: true, version: "1.2.0", sha1: "0".repeat(40) }],
  settings: { startup: { loud: true }, "runtime-global": {} },
};
const SETTINGS = { startup: { loud: true, size: 2.5, word: "a", tint: { r: 1, g: 0, b: 0, a: 1 } } };
const SERVER = {
  name: "a",
  description: "b",
  username: "somebody",
  token: "0123456789",
  tags: ["x"],
  game_password: "",
};
const PLAYER = {
  "service-username": "somebody",
  "service-token": "0123456789",
  "last-played-version": { game_version: "2.0.72" },
};
const SOURCE = ["sync", "../in/source", "--dry-run", "--offline", "--settings"];

interface Format {
  readonly name: string;
  readonly sample: () => Uint8Array | string | Promise<Uint8Array | string>;
  /** From the damaged sample to the file; default: as it is. */
  readonly wrap?: (bytes: Buffer) => Promise<Buffer>;
  readonly file: string;
  readonly command: readonly string[];
}

/** The modpack that reads them is `project`; files lie in `in`, beside it. */
const FORMATS: readonly Format[] = [
  { name: "a save", sample: () => makeSave(SAVE), file: "in/source", command: SOURCE },
  {
    name: "the level in a save",
    sample: () => levelOf(SAVE),
    wrap: (level) => makeZip({ "friday/level.dat0": deflateSync(level) }),
    file: "in/source",
    command: SOURCE,
  },
  {
    name: "the level in an old save",
    sample: () => levelOf({ ...SAVE, game: "0.17.79" }),
    wrap: (level) => makeZip({ "friday/level.dat": level }),
    file: "in/source",
    command: SOURCE,
  },
  { name: "mod-list.json", sample: () => JSON.stringify(LIST), file: "in/source", command: SOURCE },
  { name: "a log", sample: () => LOG, file: "in/source", command: SOURCE },
  {
    name: "a Clusterio pack in one word",
    sample: () => formatModPack(clusterio()),
    file: "in/source",
    command: SOURCE,
  },
  {
    name: "a Clusterio pack as JSON",
    sample: () => JSON.stringify({ ...PACK, factorio_version: "2.0" }),
    file: "in/source",
    command: SOURCE,
  },
  { name: "info.json", sample: () => JSON.stringify(MOD), file: "in/source", command: SOURCE },
  { name: "the zip of a metapackage", sample: () => makeArchive(MOD), file: "in/source", command: SOURCE },
  {
    name: "the info.json in a zip",
    sample: () => JSON.stringify(MOD),
    wrap: (info) => makeZip({ "own-mod_1.2.0/info.json": info }),
    file: "in/source",
    command: SOURCE,
  },
  {
    name: "a pack file",
    sample: async () => (await box.read("evening.pack.json")) ?? "",
    file: "in/source",
    command: SOURCE,
  },
  {
    name: "a mods.lock as a source",
    sample: async () => (await box.read("mods.lock")) ?? "",
    file: "in/source",
    command: SOURCE,
  },
  {
    name: "an archive in a mod directory",
    sample: () => makeArchive({ ...MOD, name: "gear-lib", dependencies: ["base"] }),
    file: "mods/gear-lib_1.2.0.zip",
    command: ["sync", "../mods", "--dry-run", "--offline"],
  },
  {
    name: "a path mod",
    sample: () => makeArchive(MOD),
    file: "own/own-mod_1.2.0.zip",
    command: ["lock", "--dry-run", "--offline", "--cwd", "../own"],
  },
  {
    name: "mods.yaml",
    sample: async () => (await box.read("mods.yaml")) ?? "",
    file: "copy/mods.yaml",
    command: ["lock", "--dry-run", "--offline", "--cwd", "../copy"],
  },
  {
    name: "mods.lock",
    sample: async () => (await box.read("mods.lock")) ?? "",
    file: "copy/mods.lock",
    command: ["tree", "--cwd", "../copy"],
  },
  {
    name: "mods.lock, merged",
    sample: async () => conflict((await box.read("mods.lock")) ?? ""),
    file: "copy/mods.lock",
    command: ["lock", "--dry-run", "--offline", "--cwd", "../copy"],
  },
  {
    name: "mod-settings.dat",
    sample: () => newModSettings(SETTINGS, parseGameVersion("2.0") as GameVersion),
    file: "copy/mods/mod-settings.dat",
    command: ["settings", "--cwd", "../copy"],
  },
  {
    name: "server-settings.json",
    sample: () => JSON.stringify(SERVER),
    file: "in/server.json",
    command: ["whoami", "--offline", "--server-settings", "../in/server.json"],
  },
  {
    name: "player-data.json",
    sample: () => JSON.stringify(PLAYER),
    file: "in/player.json",
    command: ["whoami", "--offline", "--player-data", "../in/player.json"],
  },
  {
    name: "player-data.json as a witness",
    sample: () => JSON.stringify(PLAYER),
    file: "server/player-data.json",
    command: ["sync", "../server", "--dry-run", "--offline"],
  },
  {
    name: "config.ini",
    sample: () => "[path]\nread-data=__PATH__executable__/../../data\nwrite-data=__PATH__executable__/../..\n",
    file: "game/config/config.ini",
    command: ["games", "--game", "../game"],
  },
  {
    name: "config-path.cfg",
    sample: () => "config-path=__PATH__executable__/../../config\nuse-system-read-write-data-directories=false\n",
    file: "game/config-path.cfg",
    command: ["games", "--game", "../game"],
  },
  {
    name: "the info.json of a game",
    sample: () => JSON.stringify({ name: "base", version: "2.0.77", dependencies: [] }),
    file: "game/data/base/info.json",
    command: ["games", "--game", "../game"],
  },
  {
    name: "changelog.txt",
    sample: () => `${"-".repeat(99)}\nVersion: 1.0.0\nDate: today\n  Features:\n    - One.\n      More.\n`,
    file: "project/changelog.txt",
    command: ["export", "metapackage", "../out"],
  },
];

function clusterio(): Parameters<typeof formatModPack>[0] {
  return PACK as unknown as Parameters<typeof formatModPack>[0];
}

function conflict(lock: string): string {
  return lock.replace(/^ {2}gear-lib:\n/m, "<<<<<<< ours\n  gear-lib:\n=======\n  gear-lib:\n>>>>>>> theirs\n");
}

/** A piece that is put where it does not belong. */
const PIECE = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 24 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      ...["\u0000", "\r\n", "\t", '"', "'", "{", "}", "[", "]", ":", ",", "- ", "#", "&a *a", "!!js x", "<<: *a"],
      ...[
        "null",
        "true",
        "-1",
        "1e999",
        "9007199254740993",
        "0.0.0",
        "65536.1.1",
        "__proto__",
        "constructor",
        "../../x",
      ],
      ...["<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "\ufeff", "\u202e", "\ud800", "PK\u0005\u0006", "PK\u0003\u0004"],
    )
    .map((text) => Buffer.from(text)),
  fc.constantFrom(0, 0x7f, 0xff).map((byte) => Buffer.alloc(8, byte)),
  fc.constantFrom("[", "{", '{"a":', "- ", "a: ", "x", "!").map((text) => Buffer.from(text.repeat(20_000))),
);

type Change = readonly [
  kind: "word" | "put" | "replace" | "cut" | "drop" | "repeat" | "flip",
  at: number,
  length: number,
  piece: Buffer,
];

const CHANGE: fc.Arbitrary<Change> = fc.tuple(
  fc.constantFrom("word", "word", "word", "put", "replace", "cut", "drop", "repeat", "flip", "flip"),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat(40),
  PIECE,
);

function changed(bytes: Buffer, [kind, where, length, piece]: Change): Buffer {
  const at = Math.floor(where * bytes.length);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (kind === "put") return Buffer.concat([head, piece, tail]);
  if (kind === "replace") return Buffer.concat([head, piece, tail.subarray(piece.length)]);
  if (kind === "cut") return head;
  if (kind === "word") return withOtherWord(head, tail, length);
  if (kind === "drop") return Buffer.concat([head, tail.subarray(length)]);
  if (kind === "repeat") return Buffer.concat([head, tail.subarray(0, length), tail]);
  const flipped = Buffer.from(bytes);
  if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << (length % 8));
  return flipped;
}

/** Files with credentials are read where the environment has none. */
const NOBODY = { FACTORIO_USERNAME: undefined, FACTORIO_TOKEN: undefined };

/** Values of the right kind, mostly, where another stood. */
const WORDS = [
  "0",
  "-1",
  "1e999",
  "1.2.3.4",
  "65536.0.0",
  "0.0.0",
  "2.1",
  "null",
  "true",
  "false",
  "base",
  "core",
  "__proto__",
  "a b",
  "",
];

function withOtherWord(head: Buffer, tail: Buffer, which: number): Buffer {
  const text = tail.toString("latin1");
  const word = WORDS[which % WORDS.length] as string;
  return Buffer.concat([head, Buffer.from(text.replace(/[\w.-]+/, word), "latin1")]);
}

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox();
  await box.write(
    "mods.yaml",
    'factorio: "2.0" # ours\nmods:\n  gear-lib: "1.2.0"\n  fog-lamps: ">= 3.0, < 4.0"\n  quiet-night: false\npack: { name: evening, version: 1.0.0 }\nsettings: { startup: { loud: true, seed: 9007199254740993 } }\n',
  );
  for (const args of [["install"], ["export", "pack", "evening.pack.json"]]) {
    const { code, stderr } = await box.run(args);
    expect(code, stderr).toBe(0);
  }
  for (const name of ["mods.yaml", "mods.lock", "mods/mod-list.json"])
    await box.write(`../copy/${name}`, (await box.read(name)) ?? "");
  await box.write("../own/mods.yaml", 'factorio: "2.0"\nmods: { own-mod: { path: ./own-mod_1.2.0.zip } }\n');
  await box.write("../server/mods/mod-list.json", JSON.stringify(LIST));
  await box.write("../home/.keep", "");
  await layGame(join(box.folder, "game"));
  expect(await parseModPack(formatModPack(clusterio()))).toBeDefined();
});
afterAll(() => box.close());

async function put(file: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(box.folder, file)), { recursive: true });
  await writeFile(join(box.folder, file), bytes);
}

describe(`${COUNT} mutations of each format, seed ${SEED}`, () => {
  test.each(FORMATS)("$name", { timeout: process.env["LONG"] ? 1_200_000 : 120_000 }, async (format) => {
    const { file, command, wrap = async (bytes: Buffer) => bytes } = format;
    const sample = Buffer.from(await format.sample());
    const original = await readFile(join(box.folder, file)).catch(() => undefined);
    const read = async (bytes: Buffer): Promise<number> => {
      await put(file, await wrap(bytes));
      const { code, stdout, stderr } = await box.run([...command, "--json"], { env: NOBODY });
      const document = JSON.parse(stdout) as { ok: boolean; error?: { code: string; message: string } };
      if (code === 0) return code;
      expect(document.error?.code, `${document.error?.message}${stderr}`).not.toBe("INTERNAL");
      expect([1, 2, 3, 4, 5, 6, 7], document.error?.message).toContain(code);
      return code;
    };
    const undamaged = await read(sample);
    const before = process.resourceUsage().maxRSS;
    const codes = new Map<number, number>();
    let [slowest, worst] = [0, ""];
    const property = fc.asyncProperty(fc.array(CHANGE, { minLength: 1, maxLength: 3 }), async (changes) => {
      const bytes = changes.reduce(changed, sample);
      const start = performance.now();
      const code = await read(bytes);
      const took = performance.now() - start;
      if (took > slowest) [slowest, worst] = [took, changes.map(([kind]) => kind).join(" ")];
      codes.set(code, (codes.get(code) ?? 0) + 1);
    });
    await fc.assert(property, { numRuns: COUNT, seed: SEED });
    if (original) await put(file, original);
    if (!process.env["LONG"]) return;
    const grown = (process.resourceUsage().maxRSS - before) * 1024;
    const counts = [...codes].sort(([a], [b]) => a - b).map(([code, count]) => `${code}: ${count}`);
    console.log(
      `${format.name}: undamaged ${undamaged}, by exit code { ${counts.join(", ")} }, slowest ${Math.round(slowest)} ms (${worst}), memory +${Math.round(grown / 1e6)} MB`,
    );
    expect(grown).toBeLessThan(MOST_BYTES);
  });
});
