import { isTooYoung } from "../../mod/age.ts";
import type { ModInfo, Release } from "../../mod/release.ts";
import type { ResolveRequest } from "./request.ts";

/** The part of a request that restricts the age of releases. */
type AgeQuestion = Pick<ResolveRequest, "ageLimit" | "locked" | "requirements">;

/**
 * The releases of a mod that a request excludes because of their age; never the locked one or one that the manifest
 * pins.
 */
export function youngReleases({ ageLimit, locked, requirements }: AgeQuestion, info: ModInfo): Release[] {
  if (!ageLimit) return [];
  const lockedVersion = locked?.get(info.name)?.version.packed;
  const requirement = requirements.get(info.name);
  const [only, ...more] = requirement?.kind === "range" ? requirement.range.versions : [];
  const isPinned = (packed: number) => only?.low === packed && only.high === packed && more.length === 0;
  return info.releases.filter(
    (release) =>
      release.version.packed !== lockedVersion && !isPinned(release.version.packed) && isTooYoung(release, ageLimit),
  );
}

/** A mod without the releases that a request excludes because of their age. */
export function withoutYoung(request: AgeQuestion, info: ModInfo): ModInfo {
  const young = new Set(youngReleases(request, info));
  return young.size === 0 ? info : { ...info, releases: info.releases.filter((release) => !young.has(release)) };
}
