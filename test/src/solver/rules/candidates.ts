import type { Release, ResolveRequest } from "@factorio-lock/core";
import type { Registry } from "../case.ts";
import { isMadeFor, lineOf, numberOf } from "./number-of.ts";

/** The key by which releases are compared. */
export function versionOf(release: Pick<Release, "version">): number {
  return numberOf(release.version.text) ?? Number.NaN;
}

/** The dependency strings of a release; without the key `base` (R3). */
export function stringsOf({ dependencies }: Pick<Release, "dependencies">): readonly string[] {
  return dependencies === undefined ? ["base"] : dependencies;
}

/** Whether a release is for the game of a request (R1). */
export function isForGame({ factorioVersion }: Release, { game }: Pick<ResolveRequest, "game">): boolean {
  return isMadeFor(factorioVersion, lineOf(game.text) ?? "");
}

/**
 * The releases of a mod that may be chosen, oldest first: those of the portal that are for the game and have a SHA-1, of
 * equal versions the one with the locked bytes (R14), else the one released last (R1); the locked one where the portal lists no such version (R12); of a `path` mod
 * the one on this machine.
 */
export function candidatesOf(request: ResolveRequest, registry: Registry, name: string): Release[] {
  if (request.requirements.get(name)?.kind === "path") {
    const own = request.pathMods?.get(name);
    return own && isForGame(own, request) ? [own] : [];
  }
  const listed = registry.get(name)?.releases ?? [];
  const kept = keptBytes(request, name);
  const latest = new Map<number, Release>();
  for (const release of listed) {
    if (release.sha1 === undefined || !isForGame(release, request)) continue;
    const other = latest.get(versionOf(release));
    if (other && other.sha1 !== release.sha1 && [other.sha1, release.sha1].includes(kept)) {
      if (release.sha1 === kept) latest.set(versionOf(release), release);
    } else if (!other || isLater(release, other)) latest.set(versionOf(release), release);
  }
  const locked = request.locked?.get(name);
  if (locked?.sha1 !== undefined && isForGame(locked, request)) {
    if (!listed.some((release) => versionOf(release) === versionOf(locked))) latest.set(versionOf(locked), locked);
  }
  return [...latest].sort(([a], [b]) => a - b).map(([, release]) => release);
}

/** The checksum that a mod's locked release keeps, unless the mod is named to be updated (R14). */
function keptBytes({ locked, update }: ResolveRequest, name: string): Release["sha1"] {
  return Array.isArray(update) && update.includes(name) ? undefined : locked?.get(name)?.sha1;
}

/** Real time stamps can be as odd as the zeroth of August; equal ones get some order, and always the same. */
function isLater(a: Release, b: Release): boolean {
  const [atA, atB] = [momentOf(a), momentOf(b)];
  if (atA !== atB) return atA > atB;
  if (a.releasedAt !== b.releasedAt) return a.releasedAt > b.releasedAt;
  return a.download > b.download;
}

function momentOf({ releasedAt }: Release): number {
  const moment = new Date(releasedAt).getTime();
  return Number.isNaN(moment) ? 0 : moment;
}
