// Measures the mirror under load, for any built executable:
//
//   node load.mjs BIN idle CLIENTS SECONDS    clients of one address that read nothing of an archive of 20 MB, beside one of another that reads
//   node load.mjs BIN files REQUESTS          requests for archives with 128 file descriptors
//
// Prints one line of JSON.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeArchive } from "@factorio-lock/game";
import { removeFolder } from "../../../testing/sandbox.mjs";

const [, , bin, trial, ...numbers] = process.argv;
const root = await mkdtemp(join(tmpdir(), "mirror-load-"));
const running = [];
try {
  const result = trial === "files" ? await files(...numbers.map(Number)) : await idle(...numbers.map(Number));
  process.stdout.write(`${JSON.stringify({ trial, ...result })}\n`);
} finally {
  for (const child of running) child.kill("SIGKILL");
  await removeFolder(root);
}
process.exit();

/** Starts the mirror with one archive of so many bytes; gives its address, and where the archive is to be had. */
async function start(bytes, shell = "") {
  const info = { name: "load", version: "1.0.0", title: "Load", author: "ada", factorio_version: "2.0" };
  await writeFile(join(root, "load_1.0.0.zip"), await makeArchive(info, { "filler.bin": randomBytes(bytes) }));
  const command = `${shell} exec "$0" "$1" mirror serve "$2" --listen 127.0.0.1:0`;
  const child = spawn("sh", ["-c", command, process.execPath, bin, root], { stdio: ["ignore", "pipe", "ignore"] });
  running.push(child);
  let text = "";
  for await (const chunk of child.stdout) {
    text += chunk;
    if (/http:\/\/\S+:\d+/.test(text)) break;
  }
  const url = /http:\/\/\S+:\d+/.exec(text)?.[0];
  let mod;
  for (let tries = 0; mod?.status !== 200 && tries < 50; tries += 1) {
    if (tries > 0) await sleep(100);
    mod = await get(`${url}/api/mods/load`);
  }
  const download = `${url}${JSON.parse(mod.body).releases[0].download_url}?username=a&token=b`;
  const signed = url + (await get(download)).headers.location;
  return { url, download, signed, pid: child.pid };
}

/** Asks once, on a connection of its own unless an agent is given. */
function get(url, agent = false) {
  return new Promise((resolve, reject) => {
    request(url, { agent, timeout: 60_000 }, (response) => {
      const chunks = [];
      let bytes = 0;
      response.on("data", (chunk) => {
        bytes += chunk.length;
        if (bytes < 100_000) chunks.push(chunk);
      });
      const done = () => ({
        status: response.statusCode,
        headers: response.headers,
        bytes,
        body: Buffer.concat(chunks),
      });
      response.on("end", () => resolve(done()));
      response.on("error", reject);
    })
      .on("error", reject)
      .on("timeout", function stop() {
        this.destroy(new Error("nothing for a minute"));
      })
      .end();
  });
}

/** Downloads again and again; gives megabytes a second. */
async function rate(signed, until) {
  const began = performance.now();
  let bytes = 0;
  let failed = 0;
  while (performance.now() < until) {
    const got = await get(signed).catch(() => undefined);
    if (got?.status === 200) bytes += got.bytes;
    else failed += 1;
  }
  return { megabytes: Math.round(bytes / (performance.now() - began) / 100) / 10, failed };
}

function memory(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

async function idle(clients, seconds) {
  const { url, signed, pid } = await start(20_000_000);
  const alone = await rate(signed, performance.now() + 4000);
  const before = memory(pid);
  const sockets = [];
  const { port, pathname, search } = new URL(signed);
  let peak = 0;
  let over = false;
  const latencies = [];
  const watch = (async () => {
    while (!over) {
      const at = performance.now();
      const answered = await get(`${url}/healthz`).catch(() => undefined);
      latencies.push(answered?.status === 200 ? performance.now() - at : 60_000);
      peak = Math.max(peak, memory(pid));
      await sleep(50);
    }
  })();
  const opening = performance.now();
  for (let at = 0; at < clients; at += 1) {
    const socket = connect({ port: Number(port), host: "127.0.0.1", localAddress: "127.0.0.2" });
    socket.on("error", () => {});
    socket.pause();
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    sockets.push(socket);
    if (at % 50 === 49) await sleep(5);
  }
  const openedIn = performance.now() - opening;
  // The first half is the time in which all of them are served what they take.
  const atFirst = await rate(signed, performance.now() + seconds * 500);
  const beside = await rate(signed, performance.now() + seconds * 500);
  over = true;
  await watch;
  const after = memory(pid);
  const metrics = String((await get(`${url}/metrics`)).body);
  const underWay = Number(/^factorio_mirror_requests_under_way (\d+)$/m.exec(metrics)?.[1]) - 1;
  for (const socket of sockets) socket.destroy();
  const sorted = latencies.sort((a, b) => a - b);
  const quantile = (part) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
  return {
    clients,
    seconds,
    openedInMs: Math.round(openedIn),
    memoryMb: { before: Math.round(before), peak: Math.round(peak), after: Math.round(after) },
    healthMs: { asked: sorted.length, median: quantile(0.5), p99: quantile(0.99), worst: quantile(1) },
    rate: {
      alone: alone.megabytes,
      atFirst: atFirst.megabytes,
      beside: beside.megabytes,
      failed: atFirst.failed + beside.failed,
    },
    givenUp: clients - underWay,
  };
}

async function files(requests) {
  const { url, signed, download } = await start(3_000_000, "ulimit -n 128;");
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const statuses = {};
  const retryAfter = { with: 0, without: 0 };
  let left = requests;
  const ask = async (at) => {
    const address = [signed, download, `${url}/api/mods/load/full`, signed][at % 4];
    const got = await get(address, agent).catch((error) => ({ status: error.code ?? String(error) }));
    statuses[got.status] = (statuses[got.status] ?? 0) + 1;
    if (got.status === 503) retryAfter[got.headers["retry-after"] === undefined ? "without" : "with"] += 1;
  };
  await Promise.all(
    Array.from({ length: 150 }, async () => {
      while (left > 0) await ask((left -= 1));
    }),
  );
  agent.destroy();
  await sleep(1500);
  const afterwards = (await get(`${url}/api/mods/load`)).status;
  return { requests, statuses, retryAfter, afterwards };
}
