import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Sha1 } from "@factorio-lock/core";
import { takeLock } from "@factorio-lock/disk";
import { describe, expect, test } from "vitest";
import { startFaultyPortal } from "../../testing/faulty-portal.ts";
import { failureOf, portalAt, sandbox, snapshot } from "../../testing/sandbox.ts";
import { someArchives } from "../../testing/some-archives.ts";
import { fetchArchives } from "../fetch/fetch-archives.ts";
import { partialFolder } from "./layout.ts";
import { openStore, type Store } from "./store.ts";
import { sweep } from "./sweep.ts";
import { verifyStore } from "./verify-store.ts";

/** A store that holds archives of these sizes. */
async function filledStore(sizes: readonly number[]) {
  const { served, wanted } = await someArchives(sizes);
  const server = await startFaultyPortal(served);
  const folder = await sandbox();
  const store: Store = openStore(folder);
  const portal = portalAt(server.url);
  await fetchArchives(wanted, { store, portal });
  const paths = wanted.map(({ sha1 }) => store.archivePath(sha1));
  return { store, wanted, paths, folder, portal, server, served };
}

describe("a store", () => {
  test("keeps an archive under its SHA-1, and bears the mark of a cache", async () => {
    const { store, wanted, folder } = await filledStore([1000]);
    const { sha1 } = wanted[0]!;
    const place = join("v1", "archives", sha1.slice(0, 2), `${sha1.slice(2)}.zip`);
    expect(store.archivePath(sha1)).toBe(join(folder, place));
    expect([...snapshot(folder)].filter(([, what]) => what !== "folder").map(([path]) => path)).toEqual([
      join("v1", "CACHEDIR.TAG"),
      place,
    ]);
    expect(readFileSync(join(folder, "v1", "CACHEDIR.TAG"), "utf8")).toMatch(
      /^Signature: 8a477f597d28d172789f06886806bc55\n/,
    );
  });

  test("gives no path for what is no SHA-1", async () => {
    const store = openStore(await sandbox());
    for (const sha1 of ["", "../../../etc/passwd", "a".repeat(39), "z".repeat(40), `${"a".repeat(40)}/..`]) {
      expect(() => store.archivePath(sha1 as Sha1)).toThrow(expect.objectContaining({ code: "UNSAFE_NAME" }));
    }
  });

  test("that is not there is empty, and nothing makes it", async () => {
    const folder = join(await sandbox(), "none");
    const store = openStore(folder);
    expect(await store.sizes()).toEqual({ archives: 0, bytes: 0, partials: 0, partialBytes: 0 });
    expect(await store.verify()).toEqual({ checked: 0, bytes: 0, damaged: [], held: [] });
    expect(await store.prune([])).toMatchObject({ archives: 0, partials: 0, bytes: 0 });
    expect(existsSync(folder)).toBe(false);
  });

  test("knows an archive only under the name that it was checked under", async () => {
    const { store, wanted } = await filledStore([1000]);
    const { sha1, fileName } = wanted[0]!;
    expect(store.has({ sha1, fileName })).toBe(true);
    expect(store.has({ sha1, fileName: "flib_1.0.0.zip" })).toBe(false);
  });
});

describe("a place where no store can be made", () => {
  test.skipIf(process.platform !== "linux")("below /proc is refused, and does not spin", async () => {
    const { served, wanted } = await someArchives([1000]);
    const server = await startFaultyPortal(served);
    const store = openStore("/proc/factorio-lock/store");
    const error = await failureOf(fetchArchives(wanted, { store, portal: portalAt(server.url) }));
    expect(error).toMatchObject({
      code: "FAILED",
      message: expect.stringContaining(
        "The cache /proc/factorio-lock/store cannot be used: no folder can be made there.",
      ),
    });
    expect(server.asks.length).toBe(0);
  });

  test("below a file is refused", async () => {
    const { served, wanted } = await someArchives([1000]);
    const server = await startFaultyPortal(served);
    const file = join(await sandbox(), "file");
    writeFileSync(file, "mine");
    const store = openStore(join(file, "store"));
    const error = await failureOf(fetchArchives(wanted, { store, portal: portalAt(server.url) }));
    expect(error.message).toContain("a file is in the place of a folder");
  });

  test("where a file has the place of one of its folders is refused", async () => {
    const { served, wanted } = await someArchives([1000]);
    const server = await startFaultyPortal(served);
    const folder = await sandbox();
    writeFileSync(join(folder, "v1"), "mine");
    const error = await failureOf(fetchArchives(wanted, { store: openStore(folder), portal: portalAt(server.url) }));
    expect(error.message).toContain("a file is in the place of a folder");
  });
});

describe("an archive that was changed in the store", () => {
  test.each([
    ["overwritten with as many bytes", (path: string) => writeFileSync(path, Buffer.alloc(statSync(path).size, 1))],
    ["cut", (path: string) => truncateSync(path, 100)],
    ["emptied", (path: string) => truncateSync(path, 0)],
    [
      "changed through its link in a mod directory",
      (path: string) => {
        linkSync(path, `${path}.link`);
        writeFileSync(`${path}.link`, "changed", { flag: "r+" });
      },
    ],
  ])("is noticed when it was %s, and fetched again", async (_, change) => {
    const { store, wanted, paths, portal, server } = await filledStore([5000]);
    change(paths[0]!);
    expect(store.has(wanted[0]!)).toBe(false);
    expect(await fetchArchives(wanted, { store, portal })).toMatchObject({ files: 1, reused: 0 });
    expect(server.asks.length).toBe(2);
    expect((await store.verify()).damaged).toEqual([]);
  });

  test("is missing when offline", async () => {
    const { store, wanted, paths } = await filledStore([5000]);
    writeFileSync(paths[0]!, Buffer.alloc(statSync(paths[0]!).size, 1));
    expect((await failureOf(fetchArchives(wanted, { store }))).code).toBe("OFFLINE");
    expect(existsSync(paths[0]!)).toBe(false);
  });

  test("only in its time, or copied there by hand, is read once and then trusted", async () => {
    const { store, wanted, paths, server } = await filledStore([5000, 6000]);
    for (const path of paths) utimesSync(path, new Date(), new Date());
    expect(wanted.some((archive) => store.has(archive))).toBe(false);
    expect(await fetchArchives(wanted, { store })).toMatchObject({ reused: 2 });
    expect(wanted.every((archive) => store.has(archive))).toBe(true);
    expect(server.asks.length).toBe(2);
  });

  test("with its time restored is found by verify, which removes it", async () => {
    const { store, wanted, paths } = await filledStore([5000, 6000]);
    const [path] = paths as [string];
    const { size, mtime, atime } = statSync(path);
    writeFileSync(path, Buffer.alloc(size, 1));
    utimesSync(path, atime, mtime);
    const damaged = [{ sha1: wanted[0]!.sha1, path }];
    expect(await store.verify()).toMatchObject({ checked: 2, damaged });
    expect(store.has(wanted[0]!)).toBe(false);
    expect(await store.verify()).toMatchObject({ checked: 1, damaged: [] });
  });

  test("goes on past what another program has open, and says which stay", async () => {
    const { wanted, paths, folder } = await filledStore([5000, 6000, 7000]);
    for (const path of paths.slice(0, 2)) writeFileSync(path, "other bytes");
    const held = paths[0]!;
    const remove = async (path: string) => {
      if (path === held) throw Object.assign(new Error("EBUSY: resource busy or locked"), { code: "EBUSY" });
      await rm(path);
    };
    expect(await verifyStore(folder, {}, remove)).toMatchObject({
      checked: 3,
      damaged: [{ sha1: wanted[1]!.sha1 }],
      held: [held],
    });
    expect(paths.map((path) => existsSync(path))).toEqual([true, false, true]);
  });
});

describe("prune and clean", () => {
  test("remove what is not kept, and nothing that has another name", async () => {
    const { store, wanted, paths, folder } = await filledStore([1000, 2000, 3000]);
    const mine = [
      join(dirname(paths[0]!), "notes.txt"),
      join(folder, "v1", "archives", "readme"),
      join(folder, "x.zip"),
    ];
    for (const path of mine) writeFileSync(path, "mine");
    const outside = join(await sandbox(), "precious");
    writeFileSync(outside, "precious");
    const link = join(folder, "v1", "archives", "ff");
    mkdirSync(link, { recursive: true });
    symlinkSync(outside, join(link, `${"f".repeat(38)}.zip`));
    const { size } = statSync(paths[1]!);
    expect(await store.prune([wanted[0]!.sha1, wanted[2]!.sha1])).toEqual({
      archives: 1,
      partials: 0,
      bytes: size,
      held: [],
    });
    expect(paths.map((path) => existsSync(path))).toEqual([true, false, true]);
    expect(await store.clean()).toMatchObject({ archives: 2 });
    expect(paths.map((path) => existsSync(path))).toEqual([false, false, false]);
    expect(mine.every((path) => existsSync(path))).toBe(true);
    expect(readFileSync(outside, "utf8")).toBe("precious");
  });

  test("go on where another program has an archive open, and say which stay", async () => {
    const { paths, folder } = await filledStore([1000, 2000, 3000]);
    const held = paths[1]!;
    const remove = async (path: string) => {
      if (path === held) throw Object.assign(new Error("EBUSY: resource busy or locked"), { code: "EBUSY" });
      await rm(path);
    };
    expect(await sweep(folder, new Set(), remove)).toMatchObject({ archives: 2, held: [held] });
    expect(paths.map((path) => existsSync(path))).toEqual([false, true, false]);
    const full = () =>
      Promise.reject(Object.assign(new Error("EROFS: read-only file system"), { code: "EROFS", syscall: "unlink" }));
    await expect(sweep(folder, new Set(), full)).rejects.toMatchObject({ code: "FAILED" });
  });

  test("leave what a process downloads", async () => {
    const folder = await sandbox();
    const partial = partialFolder(folder);
    mkdirSync(partial, { recursive: true });
    const sums = ["a", "b", "c", "d"].map((digit) => digit.repeat(40));
    const own = await takeLock(partial, `${sums[0]}.lock`, { command: "test", limit: 0 });
    if (own.kind !== "held") throw new Error("taken");
    const token = own.lock.token;
    const foreign = "0123456789abcdef";
    const files = [`${sums[0]}.${token}.part`, `${sums[1]}.${foreign}.part`, `${sums[2]}.part`];
    for (const name of files) writeFileSync(join(partial, name), "some bytes");
    writeFileSync(join(partial, `${foreign}.alive`), '000000000001\n{"pid":1,"host":"elsewhere","boot":"another"}\n');
    mkdirSync(join(partial, `${sums[3]}.lock`));
    writeFileSync(join(partial, `${sums[3]}.lock`, "00000000deadbeef-1"), "");
    const store = openStore(folder);
    expect(await store.sizes()).toMatchObject({ partials: 3, partialBytes: 30 });
    expect(await store.clean()).toEqual({ archives: 0, partials: 1, bytes: 10, held: [] });
    const left = () =>
      readdirSync(partial)
        .filter((name) => /part$|lock$/.test(name))
        .sort();
    expect(left()).toEqual([`${sums[0]}.lock`, files[0], files[1]].sort());
    // On another machine nobody writes for two days: it has been forgotten.
    const old = Date.now() / 1000 - 2 * 24 * 60 * 60;
    utimesSync(join(partial, files[1]!), old, old);
    expect(await store.clean()).toMatchObject({ partials: 1 });
    expect(left()).toEqual([`${sums[0]}.lock`, files[0]].sort());
    own.lock.release();
  });
});
