import { createHash } from "node:crypto";
import { cp, lstat, mkdir, readdir, readFile, readlink, rename, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
let mods: string;
let control: string;
let archive: Uint8Array;
beforeEach(async () => {
  box = await createSandbox();
  mods = join(box.project, "mods");
  control = join(mods, ".factorio-lock");
  archive = await makeArchive({ name: "rare-mod", version: "1.0.0" });
  await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
  expect((await box.run(["lock"])).code).toBe(0);
  await mkdir(control, { recursive: true });
  // A file of the person who cloned the pack.
  await mkdir(join(box.folder, "my-work"));
  await writeFile(join(box.folder, "my-work", "info.json"), '{ "name": "my-work", "version": "1.0.0" }');
  await writeFile(join(mods, "rare-mod_1.0.0.zip"), archive);
  await symlink("../../my-work", join(mods, "my-work"));
  await cp(join(box.folder, "my-work"), join(mods, "my-copy"), { recursive: true });
  await writeFile(join(mods, "my-copy", "info.json"), '{ "name": "my-copy", "version": "1.0.0" }');
});
afterEach(() => box.close());

async function stampOf(path: string) {
  const { size, mtimeMs: modified, ino: inode } = await lstat(path);
  return { size, modified, inode };
}

/** A record that claims all of it, with every number right that stands in files. */
async function claims(): Promise<Record<string, object>> {
  return {
    "rare-mod_1.0.0.zip": {
      kind: "archive",
      ...(await stampOf(join(mods, "rare-mod_1.0.0.zip"))),
      sha1: createHash("sha1").update(archive).digest("hex"),
    },
    "my-work": { kind: "link", ...(await stampOf(join(mods, "my-work"))), target: join(box.folder, "my-work") },
  };
}

async function everything(): Promise<unknown> {
  const names = (await readdir(mods)).filter((name) => !["mod-list.json", ".factorio-lock"].includes(name)).sort();
  return {
    names,
    beside: (await readdir(box.project)).filter((name) => name.startsWith("mods")),
    archive: createHash("sha1")
      .update(await readFile(join(mods, "rare-mod_1.0.0.zip")))
      .digest("hex"),
    inodes: await Promise.all(names.map(async (name) => (await lstat(join(mods, name))).ino)),
    work: await readFile(join(mods, "my-work", "info.json"), "utf8"),
    copy: await readFile(join(mods, "my-copy", "info.json"), "utf8"),
    link: await readlink(join(mods, "my-work")),
  };
}

async function installs(): Promise<void> {
  const before = await everything();
  for (const args of [["install"], ["install"], ["install", "--frozen"]]) {
    const { code, stderr } = await box.spawn(args);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("hunter2")]);
    expect(await everything()).toEqual(before);
  }
  expect((await readdir(control)).sort()).toEqual(["record.json"]);
}

/** Seals of which a stranger may think: none, those of older versions, guesses, one of another folder. */
const SEALS: readonly (readonly [string, (() => Promise<object>) | object])[] = [
  ["no seal", {}],
  ["the form of the version before", { version: 1 }],
  ["an empty seal", { folder: "" }],
  ["an inode without a time", async () => ({ folder: String((await stat(control, { bigint: true })).ino) })],
  ["a time of nought", async () => ({ folder: `${(await stat(control, { bigint: true })).ino}@0` })],
  ["the seal of another folder", async () => ({ folder: await strangersSeal() })],
];

/** That of the stranger's own mod directory, which was in order there. */
async function strangersSeal(): Promise<string> {
  await box.write("theirs/mods.yaml", 'factorio: "2.0"\nmods: { gear-lib: "*" }\n');
  expect((await box.spawn(["install"], { cwd: "theirs" })).code).toBe(0);
  const record = await readFile(join(box.project, "theirs/mods/.factorio-lock/record.json"), "utf8");
  return (JSON.parse(record) as { folder: string }).folder;
}

test.each(SEALS)("a record with %s removes nothing of others", async (_, seal) => {
  const value = { version: 2, ...(typeof seal === "function" ? await seal() : seal), files: await claims() };
  await writeFile(join(control, "record.json"), JSON.stringify(value));
  await installs();
});

test.each(SEALS)("a journal with %s is not carried out", async (_, seal) => {
  await mkdir(join(control, "staged"));
  await writeFile(join(control, "staged", "rare-mod_1.0.0.zip"), "evil");
  const evil = await stampOf(join(control, "staged", "rare-mod_1.0.0.zip"));
  const files = await claims();
  const value = {
    version: 2,
    ...(typeof seal === "function" ? await seal() : seal),
    staged: (await stat(join(control, "staged"))).ino,
    place: { "rare-mod_1.0.0.zip": { kind: "archive", ...evil, sha1: "0".repeat(40) } },
    setAside: { "my-copy": "my-copy" },
    aside: "beside",
    lists: {},
    remove: files,
    keep: {},
  };
  await writeFile(join(control, "journal.json"), JSON.stringify(value));
  await installs();
});

test("a lock that came along ends by itself, and what it says is not believed", async () => {
  await mkdir(join(control, "lock"));
  await writeFile(join(control, "lock", "0123456789abcdef-1"), "");
  const said = { pid: 1, host: "a\u001b[2Jb", boot: "x", command: "hunter2\u0007", since: "now" };
  await writeFile(join(control, "0123456789abcdef.alive"), `000000000001\n${JSON.stringify(said)}\n`);
  const before = await everything();
  const { code, stderr } = await box.spawn(["install"], { killAfter: 120_000 });
  expect(code).toBe(0);
  for (const sign of ["\u0007", "\u001b"]) expect(stderr).not.toContain(sign);
  expect(await everything()).toEqual(before);
}, 150_000);

test.each(["record.json", "journal.json", "staged", "lock"])(
  "%s as a link leads nowhere: nothing behind it is read, written or removed",
  async (name) => {
    const victim = join(box.folder, "home", "victim");
    await mkdir(victim);
    await writeFile(join(victim, "0123456789abcdef-1"), "precious");
    const target = name.endsWith(".json") ? join(victim, "0123456789abcdef-1") : victim;
    await symlink(target, join(control, name));
    const before = await everything();
    expect((await box.spawn(["install"], { killAfter: 120_000 })).code).toBe(0);
    expect(await everything()).toEqual(before);
    expect(await readFile(join(victim, "0123456789abcdef-1"), "utf8")).toBe("precious");
    expect(await readdir(victim)).toEqual(["0123456789abcdef-1"]);
  },
  150_000,
);

test("a mod directory that was renamed is still ours", async () => {
  await box.write("own/mods.yaml", 'factorio: "2.0"\nmods: { gear-lib: "*" }\n');
  expect((await box.spawn(["install"], { cwd: "own" })).code).toBe(0);
  await rename(join(box.project, "own"), join(box.project, "renamed"));
  await box.write("renamed/mods.yaml", 'factorio: "2.0"\nmods: {}\n');
  expect((await box.spawn(["install"], { cwd: "renamed" })).code).toBe(0);
  expect(await readdir(join(box.project, "renamed/mods"))).toEqual([".factorio-lock", "mod-list.json"]);
});
