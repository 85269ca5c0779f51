import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Ask, startFaultyPortal } from "../../testing/faulty-portal.ts";
import { bundleProgram } from "../../testing/processes.ts";
import { portalAt, sandbox } from "../../testing/sandbox.ts";
import { someArchives } from "../../testing/some-archives.ts";
import { openStore } from "../store/store.ts";
import { fetchArchives } from "./fetch-archives.ts";

/** Sends an archive in portions, some milliseconds apart. */
function drip({ response, request, bytes, from }: Ask, portion: number, pause: number): true {
  const { length } = bytes;
  const isRange = request.headers.range !== undefined;
  response.writeHead(isRange ? 206 : 200, {
    "content-length": length - from,
    ...(isRange ? { "content-range": `bytes ${from}-${length - 1}/${length}` } : {}),
  });
  let at = from;
  const timer = setInterval(() => {
    response.write(bytes.subarray(at, at + portion));
    at += portion;
    if (at < length) return;
    clearInterval(timer);
    response.end();
  }, pause);
  response.on("close", () => clearInterval(timer));
  return true;
}

test("a killed process leaves what has come, and the next goes on there", async () => {
  const start = await bundleProgram();
  // Less than one portion for a write: it is written for the time that has passed.
  const { served, wanted } = await someArchives([400_000]);
  const server = await startFaultyPortal(served, (ask) => ask.number === 1 && drip(ask, 10_000, 20));
  const folder = await sandbox();
  const fetching = await start(server.url, folder, wanted);
  await fetching.reported("progress");
  while ((await openStore(folder).sizes()).partialBytes === 0) await sleep(10);
  fetching.kill();
  expect(await fetching.report).toBeUndefined();
  const left = (await openStore(folder).sizes()).partialBytes;
  const store = openStore(folder);
  const report = await fetchArchives(wanted, { store, portal: portalAt(server.url) });
  expect(report.bytes).toBe(served.get(wanted[0]!.download)!.length - left);
  expect(server.asks[1]?.from).toBe(left);
  expect((await store.verify()).damaged).toEqual([]);
  expect(await store.sizes()).toMatchObject({ archives: 1, partials: 0 });
});

test("of two processes the second waits, and takes over when the first is killed", async () => {
  const start = await bundleProgram();
  const { served, wanted } = await someArchives([2_000_000]);
  const server = await startFaultyPortal(served, (ask) => ask.number === 1 && drip(ask, 10_000, 20));
  const folder = await sandbox();
  const first = await start(server.url, folder, wanted);
  await first.reported("progress");
  const second = await start(server.url, folder, wanted);
  await second.reported("waiting");
  while ((await openStore(folder).sizes()).partialBytes === 0) await sleep(10);
  first.kill();
  expect(await second.report).toMatchObject({ files: 1, reused: 0 });
  expect(server.asks.length).toBe(2);
  expect(server.asks[1]?.from).toBeGreaterThan(0);
  expect((await openStore(folder).verify()).damaged).toEqual([]);
});

test("eight processes at once on one store ask for each archive once", async () => {
  const start = await bundleProgram();
  const { served, wanted } = await someArchives(Array.from({ length: 12 }, (_, at) => 50_000 * (at + 1)));
  const server = await startFaultyPortal(served, (ask) => drip(ask, 100_000, 10));
  const folder = await sandbox();
  const processes = await Promise.all(Array.from({ length: 8 }, () => start(server.url, folder, wanted)));
  const reports = await Promise.all(processes.map(({ report }) => report));
  expect(reports.map((report) => (report?.files ?? 0) + (report?.reused ?? 0))).toEqual(new Array(8).fill(12));
  expect(reports.reduce((sum, report) => sum + (report?.files ?? 0), 0)).toBe(12);
  expect(server.asks.length).toBe(12);
  const store = openStore(folder);
  expect(await store.verify()).toMatchObject({ checked: 12, damaged: [] });
  expect(await store.sizes()).toMatchObject({ partials: 0 });
});

test.skipIf(process.platform === "win32")(
  "a disk that takes no more is reported in words, and what came is kept",
  async () => {
    const start = await bundleProgram();
    const { served, wanted } = await someArchives([3_000_000, 1000]);
    const server = await startFaultyPortal(served);
    const folder = await sandbox();
    // No file may have more than 1000 blocks of 512 or 1024 bytes.
    const fetching = await start(server.url, folder, wanted, ["sh", "-c", 'ulimit -f 1000; exec "$@"', "sh"]);
    const report = await fetching.report;
    expect(report?.code).toBe("FAILED");
    expect(report?.message).toMatch(/crate-0_1\.0\.0\.zip: The cache .* the file system takes no file of that size/);
    const { partialBytes } = await openStore(folder).sizes();
    expect(partialBytes).toBeGreaterThan(0);
    const store = openStore(folder);
    const rest = await fetchArchives(wanted, { store, portal: portalAt(server.url) });
    expect(rest.bytes).toBeLessThan(3_000_000);
    expect((await store.verify()).damaged).toEqual([]);
  },
);

const KILLS = process.env["LONG"] ? 200 : 12;

test(`${KILLS} kills at random moments, while bodies are cut: nothing wrong ever stands in the store`, {
  timeout: 600_000,
}, async () => {
  const start = await bundleProgram();
  const { served, wanted } = await someArchives([3_000_000, 1_000_000, 500_000, 100_000, 20_000, 2_000]);
  const folder = await sandbox();
  const server = await startFaultyPortal(served, (ask, portal) => {
    if (ask.number % 3 === 0) {
      portal.serve(ask, Math.floor(ask.from + Math.random() * (ask.bytes.length - ask.from)));
      return true;
    }
    return drip(ask, 40_000, 15);
  });
  const store = openStore(folder);
  let kills = 0;
  while (kills < KILLS) {
    const fetching = await start(server.url, folder, wanted);
    await sleep(80 + Math.random() * 400);
    fetching.kill();
    kills += 1;
    await fetching.report;
    const { damaged } = await store.verify();
    expect(damaged).toEqual([]);
    // Begin anew when all has come, so that every kill hits something.
    if (wanted.every((archive) => store.has(archive))) await store.clean();
  }
  for (let run = 0; run < 20 && !wanted.every((archive) => store.has(archive)); run += 1) {
    await (await start(server.url, folder, wanted)).report;
  }
  expect(wanted.every((archive) => store.has(archive))).toBe(true);
  expect(await store.verify()).toMatchObject({ checked: wanted.length, damaged: [] });
  expect(await store.sizes()).toMatchObject({ partials: 0 });
});
