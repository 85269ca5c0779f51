import { describe, expect, test } from "vitest";
import { manifest } from "../testing/documents.ts";
import { hasSharedData, portalLines, savedLoadOrder } from "../testing/shared-data.ts";
import { parseGameVersion } from "./game/game-version.ts";
import { dependencyTree } from "./graph/dependency-tree.ts";
import { loadOrder } from "./load-order/load-order.ts";
import { compareNaturally } from "./load-order/natural-order.ts";
import { fitsMod } from "./lockfile/archive-name.ts";
import { formatLockfile } from "./lockfile/format-lockfile.ts";
import type { LockedMod, Lockfile } from "./lockfile/lockfile.ts";
import { parseLockfile } from "./lockfile/parse-lockfile.ts";
import { presentMods } from "./lockfile/present-mods.ts";
import { describeStaleReason } from "./lockfile/stale-reason.ts";
import { staleReasons } from "./lockfile/stale-reasons.ts";
import { compareNames } from "./mod/mod-name.ts";
import { parseSha1, type Sha1 } from "./mod/sha1.ts";
import { nearest } from "./text/nearest.ts";
import { readVersion } from "./version/version.ts";

/** The newest release of each mod that can be locked, as one lockfile of thousands. */
function everything(): Lockfile {
  const mods = new Map<string, LockedMod>();
  for (const { name, releases } of portalLines()) {
    for (const release of releases) {
      const version = readVersion(release.version);
      if (!version || !fitsMod(release.file_name, name, version)) continue;
      mods.set(name, {
        kind: "release",
        version,
        file: release.file_name,
        sha1: parseSha1(release.sha1) as Sha1,
        download: release.download_url,
        released: release.released_at,
        dependencies: release.info_json.dependencies,
      });
    }
  }
  return {
    factorio: parseGameVersion("2.0") as Lockfile["factorio"],
    minimumFactorio: undefined,
    expansion: false,
    requirements: manifest('  flib: "*"\n').mods,
    builtin: ["base"],
    mods: new Map([...mods].sort(([a], [b]) => compareNames(a, b))),
  };
}

// Where this is skipped, the folder ../shared with real data is not next to the repository.
describe.skipIf(!hasSharedData)("real data", () => {
  test("thousands of real mods are locked, read back the same, compared and drawn", async () => {
    const lock = everything();
    expect(lock.mods.size).toBeGreaterThan(3000);
    const text = formatLockfile(lock);
    expect(await parseLockfile(text, "mods.lock")).toEqual(lock);
    for (const reason of staleReasons(manifest('  flib: "*"\n'), lock)) {
      expect(describeStaleReason(reason)).toMatch(/^[^\n]+\.$/);
    }
    expect(dependencyTree(lock, { optional: true })).toHaveLength(1);
    expect(loadOrder(presentMods(lock))).toHaveLength(lock.mods.size + 1);
  });

  test("the mods of a save with 48 mods fall into the five groups of 4.4, each in natural order", () => {
    const names = savedLoadOrder();
    expect(names[0]).toBe("base");
    const descents = names.filter((name, at) => at > 0 && compareNaturally(names[at - 1] as string, name) > 0);
    expect(descents).toHaveLength(4);
  });

  test("near names are found among all real ones", () => {
    const names = portalLines().map(({ name }) => name);
    expect(nearest("even-distribtion", names)).toContain("even-distribution");
    expect(nearest("squeak trough", names)).toContain("Squeak Through");
    expect(nearest("krastorio", names)[0]?.toLowerCase()).toContain("krastorio");
  });
});
