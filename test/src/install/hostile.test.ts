import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
  type DesiredState,
  FactorioLockError,
  parseVersion,
  planInstall,
  type Sha1,
  type Version,
} from "@factorio-lock/core";
import {
  applyInstall,
  checkArchive,
  describePathMod,
  holdModDirectory,
  makeArchive,
  readArchive,
  readArchiveExtras,
  readModDirectory,
  readPathMod,
  verifyModDirectory,
} from "@factorio-lock/game";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endRecord, infoEntry, type RawZip, rawZip } from "../../../packages/game/testing/raw-zip.ts";
import { removeFolderSync } from "../../../testing/sandbox.mjs";

let sandbox: string;
let mods: string;
beforeEach(() => {
  sandbox = realpathSync(mkdtempSync(join(tmpdir(), "factorio-lock-hostile-")));
  mods = join(sandbox, "player/mods");
  mkdirSync(mods, { recursive: true });
  mkdirSync(join(sandbox, "store"));
  writeFileSync(join(sandbox, "store", SHA1), CONTENT);
  writeFileSync(join(sandbox, "outside.txt"), "outside");
  writeFileSync(join(sandbox, "player/player-data.json"), "{}");
  symlinkSync(join(sandbox, "outside.txt"), join(sandbox, "player/link"));
});
afterEach(() => removeFolderSync(sandbox));

const CONTENT = "an archive";
const SHA1 = createHash("sha1").update(CONTENT).digest("hex") as Sha1;
const ONE = parseVersion("1.0.0") as Version;

/** Everything below a folder: what it is, what is in it, and the inode and time by which a replacement would show. */
function snapshot(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const stats = lstatSync(path);
      const facts = `${path} ${stats.mode} ${stats.ino} ${stats.isDirectory() ? "" : stats.mtimeMs}`;
      if (stats.isDirectory()) return [facts, ...snapshot(path)];
      return [`${facts} ${stats.isSymbolicLink() ? readlinkSync(path) : readFileSync(path, "hex")}`];
    });
}

const NAMES: readonly string[] = [
  "../../x",
  "..",
  ".",
  "",
  "/etc/x",
  "\\\\server\\share",
  "a/b",
  "a\\b",
  "C:x",
  "CON",
  "nul",
  "com1",
  "LPT9.txt",
  "x\0y",
  "x\ny",
  "x\u202egpj",
  "x\u001b[2J",
  " x",
  "x ",
  "x.",
  ".x",
  "-x".repeat(80),
  "x:stream",
  "x*",
  "x?",
  "x|y",
  "x<y",
  "\u{1f600}",
  "ｘ",
];

describe("names", () => {
  test.each(NAMES.map((name) => [JSON.stringify(name), name]))(
    "%s is refused as a mod, and nothing is touched",
    async (_, name) => {
      await makeArchive({ name: "gear-box", version: "1.0.0" }).then((zip) =>
        writeFileSync(join(sandbox, "some.zip"), zip),
      );
      const before = snapshot(sandbox);
      const fileName = `${name}_1.0.0.zip`;
      const expected = { name, version: ONE, fileName };
      await expect(checkArchive(join(sandbox, "some.zip"), expected)).rejects.toMatchObject({ code: "UNSAFE_NAME" });
      await expect(makeArchive({ name, version: "1.0.0" })).rejects.toMatchObject({ code: "UNSAFE_NAME" });
      const desired: DesiredState = {
        mods: [{ kind: "archive", ...expected, sha1: SHA1 }],
        builtins: new Map([["base", true]]),
        prune: false,
      };
      const plan = planInstall(desired, await readModDirectory(mods, { desired }));
      const apply = applyInstall(mods, plan, { archivePath: (sha1) => join(sandbox, "store", sha1) });
      const error: unknown = await apply.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "UNSAFE_NAME" });
      expect(snapshot(sandbox)).toEqual(before);
      expect((error as FactorioLockError).message).not.toMatch(/\p{Cc}/u);
    },
  );

  test("a name that is safe with a file name of another mod is refused", async () => {
    writeFileSync(join(sandbox, "some.zip"), await makeArchive({ name: "gear-box", version: "1.0.0" }));
    for (const fileName of [
      "../gear-box_1.0.0.zip",
      "gear-box_1.0.0.zip/../x",
      "gear-box.zip",
      "gear-box_1.0.1.zip",
      "mod-list.json",
    ]) {
      const check = checkArchive(join(sandbox, "some.zip"), { name: "gear-box", version: ONE, fileName });
      await expect(check).rejects.toMatchObject({ code: "UNSAFE_NAME" });
    }
  });
});

describe("archives", () => {
  const gear = infoEntry();
  const odd: readonly (readonly [string, RawZip])[] = [
    [
      "with entries that climb out",
      { entries: [gear, { name: "gear-box_1.0.0/../../../outside.txt", content: "evil" }] },
    ],
    ["with an absolute name", { entries: [gear, { name: "/tmp/evil", content: "evil" }] }],
    ["with a drive letter", { entries: [gear, { name: "C:/evil", content: "evil" }] }],
    ["with a backslash", { entries: [gear, { name: "..\\evil", content: "evil" }] }],
    ["with a NUL", { entries: [gear, { name: "gear-box_1.0.0/x\0.png", content: "evil" }] }],
    ["with a link", { entries: [gear, { name: "gear-box_1.0.0/x", content: "/etc/passwd", mode: 0o120777 }] }],
  ];
  const archives: readonly (readonly [string, RawZip])[] = [
    ["with two ends", { entries: [gear], beforeDirectory: Buffer.concat([Buffer.alloc(50), endRecord(0, 0, 0)]) }],
    ["with an end in the comment", { entries: [gear], comment: endRecord(1, 50, 0) }],
    [
      "that are two in one",
      { entries: [infoEntry({ name: "evil", version: "1.0.0" })], before: rawZip({ entries: [gear] }) },
    ],
    ["of another name", { entries: [infoEntry({ name: "other", version: "1.0.0" })] }],
    ["of another version", { entries: [infoEntry({ name: "gear-box", version: "1.0.1" })] }],
    ["with an encrypted entry", { entries: [{ ...gear, flags: 0x801 }] }],
    [
      "that are bombs by what they say",
      { entries: [gear, { name: "g/x", deflate: true, claim: { size: 2 ** 32 - 2 } }] },
    ],
    [
      "that are bombs in truth",
      { entries: [{ name: "g/info.json", content: Buffer.alloc(2 ** 26), deflate: true, claim: { size: 100 } }] },
    ],
  ];

  test.each(odd)("%s are what they are: nothing is unpacked, and nothing is touched", async (_, zip) => {
    const path = join(sandbox, "gear-box_1.0.0.zip");
    writeFileSync(path, rawZip(zip));
    const before = snapshot(sandbox);
    await checkArchive(path, { name: "gear-box", version: ONE, fileName: "gear-box_1.0.0.zip" });
    expect(await readPathMod(path)).toMatchObject({ info: { name: "gear-box" } });
    expect(await readArchiveExtras(path)).toEqual({});
    expect(snapshot(sandbox)).toEqual(before);
  });

  test.each(archives)("%s are refused and named, and nothing is touched", async (_, zip) => {
    const path = join(sandbox, "gear-box_1.0.0.zip");
    writeFileSync(path, rawZip(zip));
    const before = snapshot(sandbox);
    const error: unknown = await checkArchive(path, {
      name: "gear-box",
      version: ONE,
      fileName: "gear-box_1.0.0.zip",
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "BAD_ARCHIVE", message: expect.stringContaining("gear-box_1.0.0.zip") });
    await Promise.allSettled([readArchive(path), readArchiveExtras(path), readPathMod(path)]);
    expect(snapshot(sandbox)).toEqual(before);
  });

  test("a bomb in the changelog or the thumbnail is refused", async () => {
    const path = join(sandbox, "gear-box_1.0.0.zip");
    for (const name of ["changelog.txt", "thumbnail.png"]) {
      for (const claim of [{}, { size: 5 }]) {
        const bomb = { name: `gear-box_1.0.0/${name}`, content: Buffer.alloc(2 ** 25), deflate: true, claim };
        writeFileSync(path, rawZip({ entries: [gear, bomb] }));
        await expect(readArchiveExtras(path)).rejects.toMatchObject({ code: "BAD_ARCHIVE" });
        expect(await readArchive(path)).toMatchObject({ name: "gear-box" });
      }
    }
  });
});

test("a mod directory full of odd things is installed into, and nothing of it is touched", async () => {
  const odd = [
    "evil\n_1.0.0.zip",
    "__proto___1.0.0.zip",
    "constructor_1.0.0.zip",
    "\u202egnp_1.0.0.zip",
    "x_99999.0.0.zip",
    "_1.0.0.zip",
    "CON_1.0.0.zip",
  ];
  for (const name of odd) writeFileSync(join(mods, name), name);
  mkdirSync(join(mods, "folder_1.0.0"));
  writeFileSync(join(mods, "folder_1.0.0/info.json"), '{"name":"../../x","version":"1.0.0"}');
  symlinkSync(join(mods, "loop"), join(mods, "loop"));
  symlinkSync("/nowhere", join(mods, "dead_1.0.0.zip"));
  writeFileSync(
    join(mods, "mod-list.json"),
    '{"mods":[{"name":"__proto__","enabled":true},{"name":"../../x","enabled":true},7]}',
  );
  const before = snapshot(sandbox).filter((line) => !line.includes("/mods ") && !line.includes("mod-list.json"));
  const desired: DesiredState = {
    mods: [{ kind: "archive", name: "gear-box", version: ONE, fileName: "gear-box_1.0.0.zip", sha1: SHA1 }],
    builtins: new Map([["base", true]]),
    prune: false,
  };
  const hold = await holdModDirectory(mods);
  const plan = planInstall(desired, await readModDirectory(mods, { desired, hold }));
  await applyInstall(mods, plan, { archivePath: (sha1) => join(sandbox, "store", sha1) });
  await hold.release();
  expect(snapshot(sandbox)).toEqual(expect.arrayContaining(before));
  expect(await verifyModDirectory(mods, desired)).toEqual([]);
  const list = JSON.parse(readFileSync(join(mods, "mod-list.json"), "utf8")) as {
    mods: { name: string; enabled: boolean }[];
  };
  expect(list.mods.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual(["base", "gear-box"]);
  expect(list.mods.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["__proto__", "constructor", "evil\n", "dead"]),
  );
});

describe("a mod directory from a stranger", () => {
  let victim: string;
  let control: string;
  beforeEach(() => {
    victim = join(sandbox, "victim");
    control = join(mods, ".factorio-lock");
    mkdirSync(join(victim, "keys"), { recursive: true });
    mkdirSync(join(victim, "autostart"));
    mkdirSync(control);
    writeFileSync(join(victim, "keys/id_rsa"), "secret");
    writeFileSync(join(mods, "payload"), "evil");
  });

  function stampOf(path: string): { size: number; modified: number; inode: number } {
    const { size, mtimeMs: modified, ino: inode } = statSync(path);
    return { size, modified, inode };
  }
  /** A journal that knows every number it may need. */
  function plant(facts: object): void {
    const none = { place: {}, setAside: {}, aside: "beside", lists: {}, remove: {}, keep: {} };
    const staged = statSync(join(control, "staged")).ino;
    const value = { version: 2, folder: sealOf(control), ...none, staged, ...facts };
    writeFileSync(join(control, "journal.json"), JSON.stringify(value));
  }
  async function read(): Promise<unknown> {
    const hold = await holdModDirectory(mods);
    const result: unknown = await readModDirectory(mods, { hold }).catch((error: unknown) => error);
    await hold.release();
    return result;
  }

  test("whose staged folder and folder beside are links moves nothing out of or into what they lead to", async () => {
    symlinkSync("../../../victim/keys", join(control, "staged"));
    symlinkSync("../victim/autostart", `${mods}.set-aside`);
    const place = { id_rsa: { kind: "copy", fingerprint: "x", ...stampOf(join(victim, "keys/id_rsa")) } };
    plant({ place, setAside: { payload: "evil.desktop" } });
    const before = snapshot(victim);
    await read();
    expect(snapshot(victim)).toEqual(before);
    expect(readdirSync(mods).sort()).toEqual([".factorio-lock", "payload"]);
  });

  test.each(["beside", "within"])("is not set aside through a link (%s)", async (aside) => {
    mkdirSync(join(control, "staged"));
    symlinkSync(join(victim, "autostart"), aside === "beside" ? `${mods}.set-aside` : join(control, "set-aside"));
    plant({ aside, setAside: { payload: "evil.desktop" } });
    expect(await read()).toMatchObject({
      code: "FAILED",
      message: expect.stringContaining("set-aside is not a folder"),
    });
    expect(readdirSync(join(victim, "autostart"))).toEqual([]);
    expect(readFileSync(join(mods, "payload"), "utf8")).toBe("evil");
  });

  test("is not pruned through a link either", async () => {
    writeFileSync(`${mods}.set-aside`, "in the way");
    symlinkSync(join(victim, "autostart"), join(control, "set-aside"));
    writeFileSync(join(mods, "evil_1.0.0.zip"), "evil");
    const plan = planInstall({ mods: [], builtins: new Map(), prune: true }, await readModDirectory(mods));
    const apply = applyInstall(mods, plan, { archivePath: () => "" });
    await expect(apply).rejects.toMatchObject({ code: "FAILED" });
    expect(readdirSync(join(victim, "autostart"))).toEqual([]);
    expect(readdirSync(mods)).toContain("evil_1.0.0.zip");
  });

  test("with a record that calls a link a copy is not looked into where the link leads", async () => {
    symlinkSync(join(victim, "keys"), join(mods, "keys"));
    const { fingerprint } = describePathMod(join(victim, "keys"));
    const files = { keys: { kind: "copy", fingerprint, size: 1, modified: 1, inode: 1 } };
    writeFileSync(join(control, "record.json"), JSON.stringify({ version: 2, folder: sealOf(control), files }));
    expect(await read()).toMatchObject({
      present: [{ fileName: "keys", placed: "exchanged", fingerprint: undefined }],
    });
  });

  test.each([
    ["that was written on another machine", (staged: number) => ({ staged: staged + 1 })],
    ["that does not say for which staged folder", () => ({ staged: undefined })],
    ["of another mod directory", () => ({ folder: "1@1" })],
    ["that does not say of which mod directory", () => ({ folder: undefined })],
    ["of other staged files", () => ({ place: { "gear-box_1.0.0.zip": { kind: "archive", sha1: SHA1, ...OTHER } } })],
    ["of other staged lists", () => ({ lists: { "mod-list.json": OTHER } })],
  ])("with a journal %s is not obeyed", async (_, lie) => {
    mkdirSync(join(control, "staged"));
    for (const name of ["gear-box_1.0.0.zip", "mod-list.json"]) writeFileSync(join(control, "staged", name), "evil");
    const stamp = (name: string) => stampOf(join(control, "staged", name));
    plant({
      place: { "gear-box_1.0.0.zip": { kind: "archive", sha1: SHA1, ...stamp("gear-box_1.0.0.zip") } },
      lists: { "mod-list.json": stamp("mod-list.json") },
      setAside: { payload: "evil.desktop" },
      ...lie(statSync(join(control, "staged")).ino),
    });
    expect(await read()).toMatchObject({ modList: undefined });
    const left = readdirSync(mods, { recursive: true }).filter((name) => basename(String(name)) !== "record.json");
    expect(left.filter((name) => name !== ".factorio-lock")).toEqual(["payload"]);
  });
});

/** A property of a folder that only this disk knows. */
function sealOf(folder: string): string {
  const { ino, birthtimeNs } = statSync(folder, { bigint: true });
  return `${ino}@${birthtimeNs}`;
}

const OTHER = { size: 1, modified: 1, inode: 1 };
