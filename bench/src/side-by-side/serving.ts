import { execFile } from "node:child_process";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { exportMirror } from "@factorio-lock/mirror";
import { spawnMirror } from "../../../test/src/mirror/mirror-process.ts";
import { freePort, hasNginx, startNginx } from "../../../test/src/mirror/nginx.ts";
import { writeReleases, writeSizes } from "../mirror/fixture.ts";
import { hasWrk, measure } from "../mirror/wrk.ts";
import { EXECUTABLE, type Room } from "./bench-room.ts";
import type { Comparison } from "./comparison.ts";

const SIZES = [16_000, 256_000, 2_000_000, 16_000_000];
const LOAD = fileURLToPath(new URL("../mirror/load.mjs", import.meta.url));

/** The mirror beside nginx, which serves an export of it. */
export async function serving(room: Room, isQuick: boolean): Promise<Comparison[]> {
  if (!hasWrk || !hasNginx) {
    console.log("the mirror is left out: wrk or nginx is not installed");
    return [];
  }
  const directory = join(room.folder, "served");
  const sizes = isQuick ? SIZES.slice(0, 1) : SIZES;
  await chmod(room.folder, 0o755);
  await writeSizes(directory, sizes);
  await writeReleases(directory, 60);
  const port = await freePort();
  const { out } = await exportMirror({ directory, out: join(room.folder, "out"), listen: `127.0.0.1:${port}` });
  const nginx = await startNginx(out, port);
  const mirror = await spawnMirror(directory);
  const rate = (title: string, ours: string, theirs: string, connections: number): Comparison => ({
    title,
    peer: "nginx",
    unit: "requests/s",
    target: { kind: "rate", least: 0.9 },
    rounds: isQuick ? 1 : 5,
    measure: async () => ({ theirs: await asked(theirs, connections), ours: await asked(ours, connections) }),
  });
  const full = "/api/mods/bench-popular/full";
  const rows = [rate("mirror: /full of 60 releases", mirror.url + full, nginx.url + full, 64)];
  for (const size of sizes) {
    const address = await downloadAddress(mirror.url, `bench-${size}`);
    const redirect = await fetch(mirror.url + address, { redirect: "manual" });
    const signed = mirror.url + (redirect.headers.get("location") ?? "");
    rows.push(rate(`mirror: archive of ${size / 1000} kB`, signed, nginx.url + address, 16));
  }
  const close = async () => {
    await mirror.stop("SIGTERM");
    await nginx.stop();
  };
  return rows.map((row, at) => (at === rows.length - 1 ? { ...row, close } : row));
}

async function asked(url: string, connections: number): Promise<number> {
  const { requests, faults } = await measure(url, connections, 1);
  if (faults > 0) throw new Error(`${faults} faults at ${url}`);
  return requests;
}

async function downloadAddress(url: string, mod: string): Promise<string> {
  const { releases } = (await (await fetch(`${url}/api/mods/${mod}`)).json()) as {
    releases: { download_url: string }[];
  };
  return `${releases[0]?.download_url}?username=bench&token=bench`;
}

/**
 * The mirror while so many clients read nothing of an archive of 20 MB: its memory in MB, and how long a question of another
 * client takes, in milliseconds.
 */
export async function beside(clients: number, seconds: number): Promise<{ readonly mb: number; readonly ms: number }> {
  const words = [LOAD, EXECUTABLE, "idle", String(clients), String(seconds)];
  const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 2 ** 20 });
  const { memoryMb, healthMs } = JSON.parse(stdout) as { memoryMb: { peak: number }; healthMs: { median: number } };
  return { mb: memoryMb.peak, ms: healthMs.median };
}

/** Clients that hold the mirror up. */
export function waiting(): Comparison {
  return {
    title: "mirror: 5,000 clients that read nothing",
    peer: "",
    unit: "MB",
    target: { kind: "all", most: 150 },
    rounds: 1,
    isCold: true,
    measure: async () => ({ ours: (await beside(5000, 6)).mb }),
  };
}
