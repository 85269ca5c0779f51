import { join } from "node:path";
import { PerformanceObserver } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { servePortalFile } from "../../../test/src/portal-file/serve-portal-file.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { measure, verdict } from "../solver/measure.ts";
import { makeRegistry } from "../solver/registry.ts";
import { bareNode, namesOf, portalMod, type Room } from "./bench-room.ts";
import { median } from "./comparison.ts";
import { serveSizes } from "./served-folder.ts";
import { beside } from "./serving.ts";
import type { Spent } from "./spawned.ts";

/** How time and memory grow with one thing. */
export interface Growth {
  /** For the name of a file. */
  readonly name: string;
  /** What grows: the axis. */
  readonly by: string;
  readonly command: string;
  /** The time that was measured, where it is not that of the command beyond a bare node. */
  readonly time?: string;
  /** What grows with it, and why it may grow faster than in proportion. */
  readonly why: string;
  readonly points: readonly Point[];
}

/** One point of a growth. */
interface Point {
  readonly x: number;
  readonly ms: number;
  /** The highest resident memory in MB; undefined where there is no process to look at. */
  readonly mb?: number;
}

/** Measures all growths, one after the other. */
export async function* growths(room: Room, rounds: number): AsyncGenerator<Growth> {
  const bare = median([await bareNode(), await bareNode(), await bareNode(), await bareNode(), await bareNode()]);
  const several = async (run: () => Promise<Spent>): Promise<Omit<Point, "x">> => {
    const spent: Spent[] = [];
    for (let round = 0; round <= rounds; round += 1) spent.push(await run());
    const [, ...rest] = spent;
    return { ms: Math.max(1, median(rest.map(({ ms }) => ms)) - bare), mb: median(rest.map(({ peak }) => peak)) };
  };
  for (const measure of [byMods, byReleases, byFiles, byBytes, byLatency, byClients, byResolving])
    yield await measure(room, several);
}

type Several = (run: () => Promise<Spent>) => Promise<Omit<Point, "x">>;

async function locked(room: Room, name: string, mods: number, releases: number, several: Several, delay = 0) {
  const names = namesOf(mods);
  const layered = names.map((mod, at) => portalMod(mod, at > 9 ? [`${names[at % 10]} >= 1.0`] : [], releases));
  const portal = await servePortalFile({ mods: layered, delay });
  const pack = await room.project(name, names);
  const measured = await several(async () => {
    await removeFolder(pack.cache);
    await removeFolder(join(pack.folder, "mods.lock"));
    return pack.run(["lock"], portal.url, { watched: true });
  });
  await portal.close();
  return measured;
}

async function byMods(room: Room, several: Several): Promise<Growth> {
  const points: Point[] = [];
  for (const x of [125, 250, 500, 1000, 2000]) {
    points.push({ x, ...(await locked(room, `mods-${x}`, x, 5, several)) });
  }
  return {
    name: "mods",
    by: "mods",
    command: "lock, nothing known, 5 releases each",
    why: "One request, one answer to decode and one mod to search for each. What lives on is copied by the garbage collector again and again.",
    points,
  };
}

async function byReleases(room: Room, several: Several): Promise<Growth> {
  const points: Point[] = [];
  for (const x of [20, 40, 80, 160, 320]) {
    points.push({ x, ...(await locked(room, `releases-${x}`, 100, x, several)) });
  }
  return {
    name: "releases",
    by: "releases",
    command: "lock, nothing known, 100 mods",
    why: "Longer answers to decode. What lives on is copied by the garbage collector again and again.",
    points,
  };
}

async function byLatency(room: Room, several: Several): Promise<Growth> {
  const points: Point[] = [];
  for (const x of [12.5, 25, 50, 100, 200]) {
    points.push({ x, ...(await locked(room, `latency-${x}`, 50, 5, several, x)) });
  }
  return {
    name: "latency",
    by: "latency in ms",
    command: "lock, nothing known, 50 mods",
    why: "As many latencies as the mods are deep.",
    points,
  };
}

async function byFiles(room: Room, several: Several): Promise<Growth> {
  const points: Point[] = [];
  for (const x of [250, 500, 1000, 2000, 4000]) {
    const names = namesOf(x);
    const portal = await servePortalFile({ mods: names.map((name) => portalMod(name)), size: 2000 });
    const pack = await room.project(`files-${x}`, names);
    await pack.run(["install"], portal.url);
    await portal.close();
    points.push({ x, ...(await several(() => pack.run(["install", "--frozen"], undefined, { watched: true }))) });
  }
  return {
    name: "files",
    by: "files",
    command: "install --frozen, nothing to do",
    why: "One look at each file. What the program costs before it looks at any weighs less and less.",
    points,
  };
}

async function byBytes(room: Room, several: Several): Promise<Growth> {
  const points: Point[] = [];
  const names = namesOf(16);
  for (const x of [16, 32, 64, 128, 256]) {
    const portal = await serveSizes(room, `bytes-${x}`, new Map(names.map((name) => [name, x * 62_500])));
    const pack = await room.project(`bytes-${x}`, names);
    await pack.run(["lock"], portal.url);
    const measured = await several(async () => {
      await removeFolder(pack.cache);
      await removeFolder(join(pack.folder, "mods"));
      return pack.run(["install", "--frozen"], portal.url, { watched: true });
    });
    await portal.stop("SIGTERM");
    points.push({ x, ...measured });
  }
  return {
    name: "bytes",
    by: "MB",
    command: "install --frozen of 16 files from nothing",
    why: "Bytes to receive, hash and write. A disk slows down once what it keeps in memory is full.",
    points,
  };
}

async function byClients(): Promise<Growth> {
  const points: Point[] = [];
  for (const x of [250, 500, 1000, 2000, 4000]) points.push({ x, ...(await beside(x, 3)) });
  return {
    name: "clients",
    by: "clients",
    command: "mirror serve, clients that read nothing",
    time: "a question of another client, ms",
    why: "What is kept for each connection; whoever asks beside them waits for the turns of those that are served.",
    points,
  };
}

async function byResolving(): Promise<Growth> {
  const points: Point[] = [];
  let collected = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collected += duration;
  });
  observer.observe({ entryTypes: ["gc"] });
  const shares: string[] = [];
  for (const x of [1250, 2500, 5000, 10_000, 20_000]) {
    const shape = { seed: 1, demands: 3, upper: 0, soft: 0, wanted: 20, mods: x, releases: 20 };
    const given = makeRegistry(`${x} mods`, shape);
    await verdict(given);
    await sleep(50);
    collected = 0;
    const { wall, cpu } = await measure(1, () => verdict(given));
    await sleep(50);
    points.push({ x, ms: cpu });
    shares.push(`${((100 * collected) / wall).toFixed(0)} % of the time with ${x.toLocaleString("en")} mods`);
  }
  observer.disconnect();
  return {
    name: "resolving",
    by: "mods",
    command: "resolving alone, 20 releases each, in memory",
    time: "processor time, ms",
    why: `The garbage collector copies what lives on: it had ${shares[0]}, and ${shares.at(-1)}.`,
    points,
  };
}

/** The exponent of a growth: the slope of the line through its larger half, where fixed costs weigh less. */
export function exponent(points: readonly { readonly x: number; readonly y: number }[]): number {
  const upper = points.slice(Math.floor(points.length / 2)).map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const mean = (at: 0 | 1) => upper.reduce((sum, point) => sum + point[at], 0) / upper.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = upper.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return over / upper.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
