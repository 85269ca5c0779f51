import { readFileSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportMirror } from "@factorio-lock/mirror";
import { spawnMirror } from "../../../test/src/mirror/mirror-process.ts";
import { freePort, hasNginx, startNginx } from "../../../test/src/mirror/nginx.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { writeFolder, writeReleases, writeSizes } from "./fixture.ts";
import { hasWrk, measure, median } from "./wrk.ts";

const SIZES = [16_000, 256_000, 2_000_000, 16_000_000];
const ROUNDS = 5;
const SECONDS = 2;

/** The mirror's speed beside nginx's, with wrk on the same machine. Prints a table in Markdown. */
async function main(): Promise<void> {
  if (!hasWrk || !hasNginx) {
    process.stdout.write("skipped: needs wrk and nginx\n");
    return;
  }
  const root = await mkdtemp(path.join(tmpdir(), "mirror-bench-"));
  await chmod(root, 0o755);
  try {
    await rates(root);
    await startUp(root);
  } finally {
    await removeFolder(root);
  }
}

async function rates(root: string): Promise<void> {
  const directory = path.join(root, "mods");
  await writeSizes(directory, SIZES);
  await writeReleases(directory, 60);
  const port = await freePort();
  const { out } = await exportMirror({ directory, out: path.join(root, "out"), listen: `127.0.0.1:${port}` });
  const nginx = await startNginx(out, port);
  const mirror = await spawnMirror(directory);
  try {
    process.stdout.write("| what | mirror | nginx | share |\n| --- | ---: | ---: | ---: |\n");
    await row(
      "/full, 60 releases, requests/s",
      `${mirror.url}/api/mods/bench-popular/full`,
      `${nginx.url}/api/mods/bench-popular/full`,
      64,
    );
    for (const size of SIZES) {
      const address = await downloadAddress(mirror.url, `bench-${size}`);
      const redirect = await fetch(mirror.url + address, { redirect: "manual" });
      const signed = mirror.url + (redirect.headers.get("location") ?? "");
      await row(`archive of ${size / 1000} kB, requests/s`, signed, nginx.url + address, 16);
    }
    process.stdout.write(`\nmemory of the mirror afterwards: ${memory(mirror.pid)} MB\n`);
  } finally {
    await mirror.stop("SIGTERM");
    await nginx.stop();
  }
}

/** Measures both in turns, so that what else the machine does falls on both. */
async function row(what: string, ours: string, theirs: string, connections: number): Promise<void> {
  const rates: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [side, url] of [
      ["ours", ours],
      ["theirs", theirs],
    ] as const) {
      const { requests, faults } = await measure(url, connections, SECONDS);
      if (faults > 0) throw new Error(`${faults} faults at ${url}`);
      rates[side].push(requests);
    }
  }
  const [our, their] = [median(rates.ours), median(rates.theirs)];
  const share = `${Math.round((our / their) * 100)} %`;
  process.stdout.write(`| ${what} | ${Math.round(our)} | ${Math.round(their)} | ${share} |\n`);
}

async function downloadAddress(url: string, mod: string): Promise<string> {
  const answer = await fetch(`${url}/api/mods/${mod}`);
  const { releases } = (await answer.json()) as { releases: { download_url: string }[] };
  return `${releases[0]?.download_url}?username=bench&token=bench`;
}

async function startUp(root: string): Promise<void> {
  const directory = path.join(root, "many");
  await writeFolder(directory, 4000, 5);
  process.stdout.write("\n20,000 archives:\n");
  for (const what of ["first start", "known before", "known before, again"]) {
    const mirror = await spawnMirror(directory);
    const list = await fetch(`${mirror.url}/api/mods?page_size=max`);
    const { results } = (await list.json()) as { results: unknown[] };
    const told = `${results.length} mods, ${memory(mirror.pid)} MB`;
    process.stdout.write(`- ${what}: ${Math.round(mirror.started)} ms, ${told}\n`);
    await mirror.stop("SIGTERM");
  }
}

/** The resident memory of a process of ours in megabytes, as Linux tells it. */
function memory(pid: number): string {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? "unknown" : String(Math.round(Number(kilobytes) / 1000));
  } catch {
    return "unknown";
  }
}

await main();
