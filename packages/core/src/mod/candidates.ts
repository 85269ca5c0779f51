import { type GameLine, lineServes } from "../game/game-version.ts";
import { compareVersions } from "../version/version.ts";
import { compareNames } from "./mod-name.ts";
import type { ModInfo, Release } from "./release.ts";

/**
 * The releases that may be chosen for a game line, oldest first: those for that line that have a SHA-1. Of equal
 * versions only the one released last, or the one with the same SHA-1 as `kept`. Source: docs/rules.md, R1, R14.
 */
export function candidates(info: ModInfo, line: GameLine, kept?: Release): Release[] {
  const sorted = info.releases
    .filter((release) => release.sha1 !== undefined && lineServes(release.factorioVersion, line))
    .sort((a, b) => compareVersions(a.version, b.version) || compareKept(a, b, kept) || compareDates(a, b));
  return sorted.filter((release, at) => {
    const next = sorted[at + 1];
    return next === undefined || compareVersions(release.version, next.version) !== 0;
  });
}

/** Orders the release with the kept SHA-1 last. */
function compareKept(a: Release, b: Release, kept: Release | undefined): number {
  return kept === undefined ? 0 : Number(a.sha1 === kept.sha1) - Number(b.sha1 === kept.sha1);
}

/**
 * Orders by date of release, and by text if the dates are equal or unreadable, so that the portal's order does not
 * matter.
 */
function compareDates(a: Release, b: Release): number {
  const [atA, atB] = [Date.parse(a.releasedAt) || 0, Date.parse(b.releasedAt) || 0];
  return atA - atB || compareNames(a.releasedAt, b.releasedAt) || compareNames(a.download, b.download);
}
