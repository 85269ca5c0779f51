import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, readFileSync, readlinkSync, rmdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { removeFolderSync } from "../../../../testing/sandbox.mjs";
import { type FaultyPortal, startFaultyPortal } from "../../testing/faulty-portal.ts";
import { failureOf, portalAt, sandbox, snapshot } from "../../testing/sandbox.ts";
import { someArchives } from "../../testing/some-archives.ts";
import { partialFolder } from "../store/layout.ts";
import { openStore } from "../store/store.ts";
import type { FetchEvent } from "./event.ts";
import { fetchArchives } from "./fetch-archives.ts";

const DEAD = "00000000deadbeef";
const FOREIGN = "0123456789abcdef";

/** The sign of a process in the folder of partial files: of this machine and dead, or of another machine. */
function showProcess(partial: string, token: string): void {
  const holder = { pid: spawnSync(process.execPath, ["-e", "0"]).pid, host: "elsewhere", boot: "another" };
  if (token === DEAD) Object.assign(holder, thisKernel());
  writeFileSync(join(partial, `${token}.alive`), `000000000001\n${JSON.stringify(holder)}\n`);
}

function thisKernel(): Readonly<Record<string, string>> {
  if (process.platform !== "linux") return {};
  return {
    boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
    pids: readlinkSync("/proc/self/ns/pid"),
    start: "1",
  };
}

/** A store in which somebody has begun an archive. */
async function begun(owner: string | undefined, part: number, isShown = false) {
  const { served, wanted } = await someArchives([400_000]);
  const server: FaultyPortal = await startFaultyPortal(served);
  const folder = await sandbox();
  const partial = partialFolder(folder);
  mkdirSync(partial, { recursive: true });
  const archive = wanted[0]!;
  const bytes = served.get(archive.download)!;
  const path = join(partial, `${archive.sha1}${owner === undefined ? "" : `.${owner}`}.part`);
  writeFileSync(path, bytes.subarray(0, part));
  if (owner !== undefined) {
    mkdirSync(join(partial, `${archive.sha1}.lock`));
    writeFileSync(join(partial, `${archive.sha1}.lock`, `${owner}-1`), "");
    if (isShown) showProcess(partial, owner);
  }
  const store = openStore(folder);
  const run = () => fetchArchives(wanted, { store, portal: portalAt(server.url) });
  return { run, server, store, folder, path, partial, archive, bytes };
}

describe("what another process has begun", () => {
  test.each([
    ["that let it go", undefined, false],
    ["that has died", DEAD, true],
    ["that has died and whose sign is gone", DEAD, false],
  ])("is taken over from one %s", async (_, owner, isShown) => {
    const { run, server, store, folder } = await begun(owner, 150_000, isShown);
    expect(await run()).toMatchObject({ files: 1 });
    expect(server.asks.map(({ from }) => from)).toEqual([150_000]);
    expect((await store.verify()).damaged).toEqual([]);
    expect([...snapshot(folder).keys()].filter((path) => path.includes("partial/"))).toEqual([]);
  });

  test("is copied from one that may still live, on another machine: its file is left alone", async () => {
    const { run, server, store, path, partial, archive, bytes } = await begun(FOREIGN, 150_000, true);
    // Its claim would be waited for until its lease is over.
    removeFolderSync(join(partial, `${archive.sha1}.lock`));
    expect(await run()).toMatchObject({ files: 1 });
    expect(server.asks.map(({ from }) => from)).toEqual([150_000]);
    expect((await store.verify()).damaged).toEqual([]);
    expect(readFileSync(path).equals(bytes.subarray(0, 150_000))).toBe(true);
  });

  test("is complete but was not checked: nothing is asked", async () => {
    const { run, server } = await begun(undefined, 10 ** 9);
    expect(await run()).toMatchObject({ files: 1, bytes: 0 });
    expect(server.asks).toEqual([]);
  });

  test("is wrong: it is fetched once more from the start", async () => {
    const { run, server, store, path, bytes } = await begun(undefined, 0);
    writeFileSync(path, Buffer.alloc(1000, 7));
    expect(await run()).toMatchObject({ files: 1 });
    expect(server.asks.map(({ from }) => from)).toEqual([1000, 0]);
    writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(10)]));
    await store.clean();
    writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(10)]));
    expect(await run()).toMatchObject({ files: 1 });
    expect((await store.verify()).damaged).toEqual([]);
  });

  test("is a symbolic link: it is not followed", async () => {
    const { run, server, folder, path, store, archive } = await begun(undefined, 0);
    const outside = join(await sandbox(), "precious");
    writeFileSync(outside, "precious");
    await store.clean();
    symlinkSync(outside, path);
    mkdirSync(join(folder, "v1", "archives", archive.sha1.slice(0, 2)), { recursive: true });
    symlinkSync(outside, store.archivePath(archive.sha1));
    expect(await run()).toMatchObject({ files: 1 });
    expect(server.asks.map(({ from }) => from)).toEqual([0]);
    expect(readFileSync(outside, "utf8")).toBe("precious");
    expect(lstatSync(store.archivePath(archive.sha1)).isFile()).toBe(true);
  });
});

test("bytes that could not be put in their place are kept, and put there later without a question", async () => {
  const { served, wanted } = await someArchives([5000]);
  const server = await startFaultyPortal(served);
  const folder = await sandbox();
  const store = openStore(folder);
  const portal = portalAt(server.url);
  const inTheWay = store.archivePath(wanted[0]!.sha1);
  mkdirSync(inTheWay, { recursive: true });
  expect((await failureOf(fetchArchives(wanted, { store, portal }))).code).toBe("FAILED");
  expect(await store.sizes()).toMatchObject({ archives: 0, partials: 1 });
  rmdirSync(inTheWay);
  expect(await fetchArchives(wanted, { store, portal })).toMatchObject({ files: 1, bytes: 0 });
  expect(server.asks.length).toBe(1);
});

test("two calls in one process share a download", async () => {
  const { served, wanted } = await someArchives([300_000, 200_000]);
  const server = await startFaultyPortal(served, (ask, portal) => {
    setTimeout(() => portal.serve(ask), 50);
    return true;
  });
  const store = openStore(await sandbox());
  const portal = portalAt(server.url);
  const events: FetchEvent[] = [];
  const run = () => fetchArchives(wanted, { store, portal, onEvent: (event) => events.push(event) });
  const reports = await Promise.all([run(), run(), run()]);
  expect(server.asks.length).toBe(2);
  expect(reports.reduce((sum, { files }) => sum + files, 0)).toBe(2);
  expect(reports.reduce((sum, { reused }) => sum + reused, 0)).toBe(4);
  expect(events.some(({ kind }) => kind === "waiting")).toBe(true);
});

test("the same archive twice in one call is fetched once", async () => {
  const { served, wanted } = await someArchives([3000]);
  const server = await startFaultyPortal(served);
  const options = { store: openStore(await sandbox()), portal: portalAt(server.url), concurrency: 1 };
  expect(await fetchArchives([...wanted, ...wanted], options)).toMatchObject({ files: 1, reused: 1 });
  expect(server.asks.length).toBe(1);
});

describe("a signal", () => {
  test("ends everything, keeps what has come, and the next call goes on", async () => {
    const { served, wanted } = await someArchives([500_000, 500_000, 500_000]);
    let isHanging = true;
    const server = await startFaultyPortal(served, (ask) => {
      if (!isHanging) return false;
      ask.response.writeHead(200, { "content-length": ask.bytes.length });
      ask.response.write(ask.bytes.subarray(0, 200_000));
      return true;
    });
    const folder = await sandbox();
    const store = openStore(folder);
    const stop = new AbortController();
    const portal = portalAt(server.url, { stallMs: 60_000 });
    const onEvent = (event: FetchEvent): void => {
      // The last of the two that are under way has begun.
      if (event.kind === "started" && event.archive === wanted[1]) setTimeout(() => stop.abort(), 500);
    };
    const call = fetchArchives(wanted, { store, portal, signal: stop.signal, concurrency: 2, onEvent });
    expect((await failureOf(call)).code).toBe("INTERRUPTED");
    expect(server.asks.length).toBe(2);
    // On a busy machine not all that was sent has come.
    const { partialBytes, ...sizes } = await store.sizes();
    expect(sizes).toEqual({ archives: 0, bytes: 0, partials: 2 });
    expect(partialBytes).toBeGreaterThan(0);
    expect([...snapshot(folder).keys()].filter((path) => /claim/.test(path))).toEqual([]);
    isHanging = false;
    const report = await fetchArchives(wanted, { store, portal });
    expect(report.files).toBe(3);
    expect(server.asks).toHaveLength(5);
    expect(server.asks.slice(2).reduce((sum, { from }) => sum + from, 0)).toBe(partialBytes);
  });

  test("ends the wait for another call", async () => {
    const { served, wanted } = await someArchives([1000]);
    const server = await startFaultyPortal(served, () => true);
    const store = openStore(await sandbox());
    const portal = portalAt(server.url, { stallMs: 60_000 });
    const [first, second] = [new AbortController(), new AbortController()];
    const one = failureOf(fetchArchives(wanted, { store, portal, signal: first.signal }));
    while (server.asks.length === 0) await sleep(5);
    const two = failureOf(
      fetchArchives(wanted, {
        store,
        portal,
        signal: second.signal,
        onEvent: ({ kind }) => void (kind === "waiting" && second.abort()),
      }),
    );
    expect((await two).code).toBe("INTERRUPTED");
    first.abort();
    expect((await one).code).toBe("INTERRUPTED");
  });

  test("hears of no more than one listener, however many downloads there are", async () => {
    const { served, wanted } = await someArchives(new Array<number>(30).fill(500));
    const server = await startFaultyPortal(served, (ask, portal) => {
      setTimeout(() => portal.serve(ask), 30);
      return true;
    });
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on("warning", onWarning);
    onTestFinished(() => void process.off("warning", onWarning));
    const { signal } = new AbortController();
    const options = { store: openStore(await sandbox()), portal: portalAt(server.url), signal, concurrency: 16 };
    expect(await fetchArchives(wanted, options)).toMatchObject({ files: 30 });
    await sleep(1);
    expect(warnings).toEqual([]);
  });

  test("that has fired before begins nothing", async () => {
    const { served, wanted } = await someArchives([1000]);
    const server = await startFaultyPortal(served);
    const folder = await sandbox();
    const options = { store: openStore(folder), portal: portalAt(server.url), signal: AbortSignal.abort() };
    expect((await failureOf(fetchArchives(wanted, options))).code).toBe("INTERRUPTED");
    expect(server.asks).toEqual([]);
    expect([...snapshot(folder).keys()]).toEqual([""]);
  });
});
