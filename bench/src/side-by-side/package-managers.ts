import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { servePortalFile } from "../../../test/src/portal-file/serve-portal-file.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { npmPackages, serveNpm, writeVerdaccioStorage } from "../peers/npm-registry.ts";
import { type PackageManager, packageManagers } from "../peers/package-manager.ts";
import { startVerdaccio } from "../peers/verdaccio.ts";
import { namesOf, portalMod, type Room } from "./bench-room.ts";
import type { Comparison } from "./comparison.ts";
import type { Spent } from "./spawned.ts";

const [DEPTH, ACROSS, RELEASES, SIZE] = [6, 40, 10, 20_000];

/**
 * Package managers on an equal graph: 240 packages six deep, of the names, versions, dependencies and sizes of the mods.
 * They are asked for like work: a lockfile out of nothing known, and everything put into place out of a store.
 */
export async function besidePackageManagers(room: Room): Promise<Comparison[]> {
  const names = namesOf(DEPTH * ACROSS);
  const below = (at: number) => (at + ACROSS < names.length ? [`${names[at + ACROSS]} >= 1.0`] : []);
  const mods = names.map((name, at) => portalMod(name, below(at), RELEASES));
  const wanted = names.slice(0, ACROSS);
  const packages = npmPackages(mods, SIZE);
  const portal = await servePortalFile({ mods, size: SIZE });
  const registry = await serveNpm(packages);
  const own = await managersAt(join(room.folder, "npm"), wanted, registry.url);
  const [first] = own;
  const folder = join(room.folder, "verdaccio");
  await writeVerdaccioStorage(packages, join(folder, "storage"));
  const verdaccio = await startVerdaccio(folder);
  const close = async () => {
    await portal.close();
    await registry.close();
    await verdaccio?.stop();
  };
  if (first === undefined) {
    await close();
    return [];
  }
  const there = verdaccio ? await managersAt(join(room.folder, "npm-of-verdaccio"), wanted, verdaccio.url) : [];

  const pack = await room.project("beside-package-managers", wanted);
  await pack.run(["install"], portal.url);
  for (const manager of own) await manager.prepare();
  const compared = async (ours: () => Promise<Spent>, theirs: readonly Timed[]) => {
    const times: [string, number][] = [];
    for (const [name, run] of theirs) times.push([name, (await run()).ms]);
    const [[, quickest], ...others] = times as [[string, number], ...[string, number][]];
    return { ours: (await ours()).ms, theirs: quickest, others: Object.fromEntries(others) };
  };
  const rounds = 3;
  const shape = `${names.length} mods six deep`;
  return [
    {
      title: `install --frozen, ${shape}, from a warm store`,
      peer: first.name,
      unit: "ms",
      target: { kind: "ratio", most: 1 },
      rounds,
      isCold: true,
      note: "npm unpacks, the others link; bun is native code",
      measure: () =>
        compared(
          async () => {
            await removeFolder(join(pack.folder, "mods"));
            return pack.run(["install", "--frozen", "--offline"]);
          },
          own.map((manager) => [manager.name, manager.installWarm]),
        ),
    },
    {
      title: `lock, ${shape}, nothing known`,
      peer: first.name,
      unit: "ms",
      target: { kind: "ratio", most: 1 },
      rounds,
      isCold: true,
      note: "bun is native code",
      measure: () =>
        compared(async () => {
          for (const path of [pack.cache, join(pack.folder, "mods.lock")]) await removeFolder(path);
          return pack.run(["lock"], portal.url);
        }, [
          ...own.map((manager): Timed => [manager.name, manager.lockCold]),
          ...there.map((manager): Timed => [`${manager.name}, from Verdaccio`, manager.lockCold]),
        ]),
      close,
    },
  ];
}

type Timed = readonly [name: string, run: () => Promise<Spent>];

async function managersAt(folder: string, wanted: readonly string[], registry: string): Promise<PackageManager[]> {
  await mkdir(folder);
  return packageManagers(folder, wanted, registry);
}
