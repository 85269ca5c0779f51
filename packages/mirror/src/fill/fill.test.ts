import { createHash } from "node:crypto";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type LockedMod, type Lockfile, parseGameVersion, parseSha1, parseVersion } from "@factorio-lock/core";
import { openStore } from "@factorio-lock/fetcher";
import { makeArchive } from "@factorio-lock/game";
import { createPortal, Token } from "@factorio-lock/portal";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { exportMirror } from "../export/export-mirror.ts";
import type { Mirror } from "../server/mirror.ts";
import { startMirror } from "../start-mirror.ts";
import { type AddReport, addToMirror } from "./add-to-mirror.ts";
import { pruneMirror } from "./prune-mirror.ts";

let root: string;
let portal: Mirror;
const archives = new Map<string, Buffer>();

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "mirror-fill-"));
  await mkdir(path.join(root, "behind"));
  for (const [name, version] of [
    ["loom", "1.0.0"],
    ["loom", "1.1.0"],
    ["tin-works", "0.2.0"],
  ] as const) {
    const info = { name, version, title: name, author: "ada", factorio_version: "2.0" };
    const bytes = await makeArchive(info, { "data.lua": `-- ${name}` });
    archives.set(`${name}_${version}.zip`, bytes);
    await writeFile(path.join(root, "behind", `${name}_${version}.zip`), bytes);
  }
  portal = await startMirror({ directory: path.join(root, "behind"), settle: 20 });
});

afterEach(async () => {
  await portal.close();
  await removeFolder(root);
});

/** A lockfile with these archives, whose ids are not those that a folder would give. */
function lockfileOf(...files: string[]): Lockfile {
  const mods = new Map<string, LockedMod>();
  for (const file of files) {
    const [name = "", version = ""] = file.replace(".zip", "").split("_");
    const bytes = archives.get(file) ?? Buffer.alloc(0);
    const hash = createHash("sha1").update(bytes).digest("hex");
    const sha1 = parseSha1(hash);
    const parsed = parseVersion(version);
    if (!sha1 || !parsed) throw new Error(file);
    const download = `/download/${name}/${hash.slice(0, 24)}`;
    const released = "2025-05-05T05:05:05.000000Z";
    mods.set(name, { kind: "release", version: parsed, file, sha1, download, released, dependencies: [] });
  }
  const factorio = parseGameVersion("2.0");
  if (!factorio) throw new Error("2.0");
  return { factorio, minimumFactorio: undefined, expansion: false, requirements: new Map(), builtin: ["base"], mods };
}

async function add(...lockfiles: Lockfile[]): Promise<AddReport> {
  const client = createPortal({
    url: portal.url,
    credentials: async () => ({ username: "ada", token: new Token("fill-test-token"), source: "the test" }),
  });
  try {
    const store = openStore(path.join(root, "store"));
    return await addToMirror({ directory: path.join(root, "mods"), lockfiles, store, portal: client, settle: 20 });
  } finally {
    await client.close();
  }
}

const zips = async (): Promise<string[]> =>
  (await readdir(path.join(root, "mods"))).filter((file) => file.endsWith(".zip")).sort();

describe("addToMirror", () => {
  test("brings what the lockfiles name, once, and nothing else", async () => {
    const first = await add(lockfileOf("loom_1.0.0.zip"), lockfileOf("loom_1.1.0.zip"), lockfileOf("loom_1.0.0.zip"));
    expect(first).toMatchObject({ added: ["loom_1.0.0.zip", "loom_1.1.0.zip"], present: 0, downloaded: { files: 2 } });
    const again = await add(lockfileOf("loom_1.0.0.zip", "tin-works_0.2.0.zip"));
    expect(again).toMatchObject({ added: ["tin-works_0.2.0.zip"], present: 1, downloaded: { files: 1 } });
    expect(await zips()).toEqual([...archives.keys()]);
    for (const file of await zips()) {
      expect((await readFile(path.join(root, "mods", file))).equals(archives.get(file) ?? Buffer.alloc(0))).toBe(true);
    }
  });

  test("keeps the ids and dates of the lockfile, so that it installs from the mirror", async () => {
    await add(lockfileOf("loom_1.0.0.zip"));
    const mirror = await startMirror({ directory: path.join(root, "mods"), settle: 20 });
    const answer = (await (await fetch(`${mirror.url}/api/mods/loom`)).json()) as { releases: unknown[] };
    await mirror.close();
    const locked = lockfileOf("loom_1.0.0.zip").mods.get("loom");
    const { download, released } = locked?.kind === "release" ? locked : { download: "", released: "" };
    expect(answer.releases[0]).toMatchObject({ download_url: download, released_at: released });
  });

  test("what another process copies into the folder at the same time is left alone", async () => {
    const adding = path.join(root, "mods", ".factorio-lock-mirror", "adding");
    await mkdir(adding, { recursive: true });
    await writeFile(path.join(adding, "half.zip"), "another's");
    await add(lockfileOf("loom_1.0.0.zip"));
    expect(await readdir(adding)).toEqual(["half.zip"]);
  });

  test("another archive that has the name already is left alone", async () => {
    await mkdir(path.join(root, "mods"));
    await writeFile(path.join(root, "mods", "loom_1.0.0.zip"), "somebody's own file");
    await add(lockfileOf("loom_1.0.0.zip"));
    expect(await readFile(path.join(root, "mods", "loom_1.0.0.zip"), "utf8")).toBe("somebody's own file");
    expect(await zips()).toHaveLength(2);
  });
});

describe("pruneMirror", () => {
  test("removes the archives that no lockfile names, and no other file", async () => {
    await add(lockfileOf("loom_1.0.0.zip", "tin-works_0.2.0.zip"), lockfileOf("loom_1.1.0.zip"));
    await writeFile(path.join(root, "mods", "notes_1.0.0.zip"), "no archive");
    await writeFile(path.join(root, "mods", "loom (copy).zip"), archives.get("loom_1.0.0.zip") ?? "");
    const options = { directory: path.join(root, "mods"), lockfiles: [lockfileOf("loom_1.1.0.zip")], settle: 20 };
    const dry = await pruneMirror({ ...options, dryRun: true });
    expect(await zips()).toHaveLength(5);
    const busy = await pruneMirror({
      ...options,
      removeFile: () => Promise.reject(Object.assign(new Error("EBUSY"), { code: "EBUSY" })),
    });
    expect(busy).toMatchObject({ removed: [], kept: 4, held: dry.removed.map(({ file }) => file) });
    const report = await pruneMirror(options);
    expect(report).toEqual(dry);
    expect(report).toMatchObject({
      removed: [{ file: "loom (copy).zip" }, { file: "loom_1.0.0.zip" }, { file: "tin-works_0.2.0.zip" }],
      kept: 1,
    });
    expect(await zips()).toEqual(["loom_1.1.0.zip", "notes_1.0.0.zip"]);
  });

  test("without a lockfile removes nothing", async () => {
    await expect(pruneMirror({ directory: path.join(root, "mods"), lockfiles: [] })).rejects.toMatchObject({
      code: "USAGE",
    });
  });
});

test("what works on a folder ends when the signal fires", async () => {
  const folder = { directory: path.join(root, "behind"), settle: 20, signal: AbortSignal.abort() };
  const store = openStore(path.join(root, "store"));
  const out = path.join(root, "out");
  const lockfiles = [lockfileOf("loom_1.0.0.zip")];
  for (const work of [
    () => startMirror(folder),
    () => pruneMirror({ ...folder, lockfiles }),
    () => addToMirror({ ...folder, lockfiles, store }),
    () => exportMirror({ ...folder, out }),
  ]) {
    await expect(work()).rejects.toMatchObject({ code: "INTERRUPTED" });
  }
  expect((await readdir(path.join(root, "behind"))).filter((file) => file.endsWith(".zip"))).toHaveLength(3);
  expect((await readdir(root)).filter((file) => file.startsWith("out"))).toEqual([]);
});

describe("exportMirror", () => {
  const exported = () =>
    exportMirror({ directory: path.join(root, "behind"), out: path.join(root, "out"), settle: 20 });

  test("writes the documented tree", async () => {
    expect(await exported()).toEqual({ mods: 2, releases: 3, out: path.join(root, "out") });
    const tree = (await readdir(path.join(root, "out"), { recursive: true })).sort();
    const id = (file: string): string =>
      createHash("sha1")
        .update(archives.get(file) ?? "")
        .digest("hex")
        .slice(0, 24);
    expect(tree).toEqual(
      expect.arrayContaining([
        "nginx.conf",
        "api/mods.json",
        "api/mods/loom.json",
        "api/mods/loom/full.json",
        `download/loom/${id("loom_1.1.0.zip")}`,
        `download/tin-works/${id("tin-works_0.2.0.zip")}`,
      ]),
    );
    const archive = await readFile(path.join(root, "out", "download", "loom", id("loom_1.0.0.zip")));
    expect(archive.equals(archives.get("loom_1.0.0.zip") ?? Buffer.alloc(0))).toBe(true);
  });

  test("replaces an earlier export as a whole", async () => {
    await exported();
    await rm(path.join(root, "behind", "tin-works_0.2.0.zip"));
    await exported();
    expect(await readdir(path.join(root, "out", "download"))).toEqual(["loom"]);
    expect((await readdir(root)).filter((file) => file.startsWith("out"))).toEqual(["out"]);
  });

  test("replaces what a link leads to, not the link", async () => {
    await mkdir(path.join(root, "disk"));
    await symlink(path.join(root, "disk"), path.join(root, "out"));
    await exported();
    await exported();
    expect((await lstat(path.join(root, "out"))).isSymbolicLink()).toBe(true);
    expect(await readdir(path.join(root, "disk"))).toContain("nginx.conf");
    await removeFolder(path.join(root, "disk"));
    await expect(exported()).rejects.toMatchObject({ code: "FAILED", message: expect.stringContaining("nowhere") });
  });

  test("leaves a running nginx its process id, its logs and its folders", async () => {
    await exported();
    const out = path.join(root, "out");
    await mkdir(path.join(out, "tmp", "body"));
    for (const file of ["nginx.pid", "access.log", "access.log.1"]) await writeFile(path.join(out, file), file);
    const { ino } = await stat(path.join(out, "access.log"));
    await exported();
    expect((await stat(path.join(out, "access.log"))).ino).toBe(ino);
    expect(await readFile(path.join(out, "nginx.pid"), "utf8")).toBe("nginx.pid");
    expect(await readdir(path.join(out, "tmp"))).toEqual(["body"]);
    expect(await readdir(out)).toContain("access.log.1");
  });

  test("removes what killed exports left, but not what another may be writing", async () => {
    const left = (name: string) => path.join(root, `out.${name}`);
    for (const name of ["0123456789ab.tmp", "ba9876543210.tmp", "aaaaaaaaaaaa.tmp.old", "bbbbbbbbbbbb.tmp"]) {
      await mkdir(left(name));
      if (!name.startsWith("b")) await writeFile(path.join(left(name), ".factorio-lock-export"), "");
    }
    await writeFile(path.join(left("ba9876543210.tmp"), ".factorio-lock-export"), "");
    for (const name of ["0123456789ab.tmp", "aaaaaaaaaaaa.tmp.old", "bbbbbbbbbbbb.tmp"]) {
      await utimes(left(name), 1_700_000_000, 1_700_000_000);
    }
    await exported();
    const names = (await readdir(root)).filter((file) => file.startsWith("out")).sort();
    // The third was touched just now; the last bears no mark.
    expect(names).toEqual(["out", "out.ba9876543210.tmp", "out.bbbbbbbbbbbb.tmp"]);
  });

  test.each(["nowhere", "8080; root /", "1.2.3.4:", ""])("nginx cannot listen on %j", async (listen) => {
    const options = { directory: path.join(root, "behind"), out: path.join(root, "out"), settle: 20, listen };
    await expect(exportMirror(options)).rejects.toMatchObject({ code: "USAGE" });
    expect(await readdir(root)).not.toContain("out");
  });

  test("says which two mods need the same file", async () => {
    const info = { name: "loom.json", version: "1.0.0", title: "L", author: "ada", factorio_version: "2.0" };
    await writeFile(path.join(root, "behind", "loom.json_1.0.0.zip"), await makeArchive(info));
    await expect(exported()).rejects.toMatchObject({
      code: "FAILED",
      message: '"loom" and "loom.json" cannot both be exported: they need the same file.',
    });
    expect((await readdir(root)).filter((file) => file.startsWith("out"))).toEqual([]);
  });

  test("never replaces a folder of something else", async () => {
    await mkdir(path.join(root, "out"));
    await writeFile(path.join(root, "out", "letters.txt"), "dear");
    await expect(exported()).rejects.toMatchObject({ code: "FAILED" });
    expect((await stat(path.join(root, "out", "letters.txt"))).size).toBe(4);
  });
});
