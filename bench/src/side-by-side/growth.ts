import { join } from "node:path";
import { servePortalFile } from "../../../test/src/portal-file/serve-portal-file.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { bareNode, namesOf, portalMod, type Room } from "./bench-room.ts";
import { median } from "./comparison.ts";
import { serveSizes } from "./served-folder.ts";
import { memoryWith } from "./serving.ts";
import type { Spent } from "./spawned.ts";

/** How time and memory grow with one thing. */
export interface Growth {
  /** For the name of a file. */
  readonly name: string;
  /** What grows: the axis. */
  readonly by: string;
  readonly command: string;
  readonly points: readonly Point[];
}

/** One point of a growth. */
interface Point {
  readonly x: number;
  /** Milliseconds beyond those of a bare node; undefined where only memory was measured. */
  readonly ms?: number;
  /** The highest resident memory in MB. */
  readonly mb: number;
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
  for (const measure of [byMods, byReleases, byFiles, byBytes, byLatency, byClients])
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
  return { name: "mods", by: "mods", command: "lock, nothing known, 5 releases each", points };
}

async function byReleases(room: Room, several: Several): Promise<Growth> {
  const points: Point[] = [];
  for (const x of [20, 40, 80, 160, 320]) {
    points.push({ x, ...(await locked(room, `releases-${x}`, 100, x, several)) });
  }
  return { name: "releases", by: "releases", command: "lock, nothing known, 100 mods", points };
}

async function byLatency(room: Room, several: Several): Promise<Growth> {
  const points: Point[] = [];
  for (const x of [12.5, 25, 50, 100, 200]) {
    points.push({ x, ...(await locked(room, `latency-${x}`, 50, 5, several, x)) });
  }
  return { name: "latency", by: "latency in ms", command: "lock, nothing known, 50 mods", points };
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
  return { name: "files", by: "files", command: "install --frozen, nothing to do", points };
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
  return { name: "bytes", by: "MB", command: "install --frozen of 16 files from nothing", points };
}

async function byClients(): Promise<Growth> {
  const points: Point[] = [];
  for (const x of [250, 500, 1000, 2000, 4000]) points.push({ x, mb: await memoryWith(x, 3) });
  return { name: "clients", by: "clients", command: "mirror serve, clients that read nothing", points };
}

/** The exponent of a growth: the slope of the line through its larger half, where fixed costs weigh less. */
export function exponent(points: readonly { readonly x: number; readonly y: number }[]): number {
  const upper = points.slice(Math.floor(points.length / 2)).map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const mean = (at: 0 | 1) => upper.reduce((sum, point) => sum + point[at], 0) / upper.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = upper.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return over / upper.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
