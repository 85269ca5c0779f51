import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { servePortalFile } from "../../../test/src/portal-file/serve-portal-file.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { type Clusterio, openClusterio } from "../peers/clusterio.ts";
import { type Fmtk, openFmtk } from "../peers/fmtk.ts";
import { PEERS } from "../peers/peer-package.ts";
import { namesOf, portalMod, type Room } from "./bench-room.ts";
import type { Comparison } from "./comparison.ts";

const SIZE = 200_000;
const DELAY = 40;

/** Other programs that download mods from a portal, on the same mods from the same portal. */
export async function besidePortalPeers(room: Room, isQuick: boolean): Promise<Comparison[]> {
  const clusterio = openClusterio(room.folder, !isQuick);
  const fmtk = await openFmtk(room.folder, !isQuick);
  return [
    ...(clusterio ? [await besideClusterio(room, clusterio, isQuick)] : []),
    ...(fmtk ? [await besideFmtk(room, fmtk, isQuick)] : []),
  ];
}

/** Both know which releases they want: we by the lockfile, Clusterio by a mod pack. */
async function besideClusterio(room: Room, clusterio: Clusterio, isQuick: boolean): Promise<Comparison> {
  const names = namesOf(61);
  const portal = await servePortalFile({ mods: names.map((name) => portalMod(name)), size: SIZE, delay: DELAY });
  const pack = await room.project("beside-clusterio", names);
  await pack.run(["lock"], portal.url);
  const mods = join(room.folder, "clusterio-mods");
  const wanted = names.map((name) => ({ name, version: "1.0.0" }));
  return {
    title: `install --frozen, ${names.length} mods of ${SIZE / 1000} kB, ${DELAY} ms a request, nothing stored`,
    peer: `Clusterio ${PEERS.clusterio.version}, ModStore.downloadMods`,
    unit: "ms",
    target: { kind: "ratio", most: 1 },
    rounds: isQuick ? 1 : 5,
    note: "Clusterio is a server: below without its start",
    async measure() {
      await removeFolder(mods);
      await mkdir(mods);
      const theirs = await clusterio.download(mods, wanted, portal.url);
      for (const folder of [pack.cache, join(pack.folder, "mods")]) await removeFolder(folder);
      const ours = await pack.run(["install", "--frozen"], portal.url);
      return { ours: ours.ms, theirs: theirs.ms, others: { "the same, started and loaded before": theirs.work } };
    },
    close: () => portal.close(),
  };
}

/** Both know names only. FMTK takes the last release of each, and one name a command. */
async function besideFmtk(room: Room, fmtk: Fmtk, isQuick: boolean): Promise<Comparison> {
  const names = namesOf(isQuick ? 3 : 12);
  const portal = await servePortalFile({ mods: names.map((name) => portalMod(name)), size: SIZE, delay: DELAY });
  const pack = await room.project("beside-fmtk", names);
  const mods = join(room.folder, "fmtk-mods");
  return {
    title: `install, ${names.length} mods of ${SIZE / 1000} kB by name, ${DELAY} ms a request, nothing known`,
    peer: `fmtk ${PEERS.fmtk.version}, mods install for each`,
    unit: "ms",
    target: { kind: "ratio", most: 1 },
    rounds: isQuick ? 1 : 2,
    isCold: true,
    note: "FMTK looks at no dependencies",
    async measure() {
      await removeFolder(mods);
      await mkdir(mods);
      const theirs = await fmtk.install(mods, names, portal.url);
      for (const path of [pack.cache, join(pack.folder, "mods"), join(pack.folder, "mods.lock")])
        await removeFolder(path);
      return { ours: (await pack.run(["install"], portal.url)).ms, theirs };
    },
    close: () => portal.close(),
  };
}
