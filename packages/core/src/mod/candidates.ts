import { type GameLine, lineServes } from "../game/game-version.ts";
import { compareVersions } from "../version/version.ts";
import type { ModInfo, Release } from "./release.ts";

/**
 * The releases that may be chosen for a game line, oldest first: those made for the line that have a SHA-1; of equal
 * versions only the one released last. Source: contract R1.
 */
export function candidates(info: ModInfo, line: GameLine): Release[] {
  const sorted = info.releases
    .filter((release) => release.sha1 !== undefined && lineServes(release.factorioVersion, line))
    .sort((a, b) => compareVersions(a.version, b.version) || (a.releasedAt < b.releasedAt ? -1 : 1));
  return sorted.filter((release, at) => {
    const next = sorted[at + 1];
    return next === undefined || compareVersions(release.version, next.version) !== 0;
  });
}
