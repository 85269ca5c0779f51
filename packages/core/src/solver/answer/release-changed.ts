import { FactorioLockError } from "../../error.ts";
import type { ModInfo, Release } from "../../mod/release.ts";
import { compareVersions } from "../../version/version.ts";
import type { ChangedRelease } from "./selection.ts";

/**
 * How a locked release differs from the mod's present listing; undefined if the SHA-1 is the same or the version is no
 * longer listed. Source: docs/rules.md, R14.
 */
export function changedBy(name: string, locked: Release, info: ModInfo | undefined): ChangedRelease | undefined {
  const { version, sha1 } = locked;
  if (!sha1) return undefined;
  const twins = (info?.releases ?? []).filter((release) => compareVersions(release.version, version) === 0);
  const listed = twins.findLast((twin) => twin.sha1 !== undefined)?.sha1;
  return listed === undefined || twins.some((twin) => twin.sha1 === sha1)
    ? undefined
    : { name, version, locked: sha1, listed };
}

/** The error for releases whose archives changed on the portal since they were locked. */
export function releaseChanged(changed: readonly ChangedRelease[]): FactorioLockError {
  const names = changed.map(({ name }) => name);
  const one = changed.length === 1;
  const all = changed.map(({ name, version }) => `${name} ${version.text}`).join(", ");
  return new FactorioLockError(
    "RELEASE_CHANGED",
    `The mod portal now has ${one ? "another file" : "other files"} for ${all} than mods.lock: the version is the same, the content is not.`,
    {
      hint: `an author should never do that: ask why. \`factorio-lock update ${names.map(quoted).join(" ")}\` takes the new ${one ? "file" : "files"}.`,
      explanation: changed.map(
        ({ name, version, locked, listed }) =>
          `${name} ${version.text} has the SHA-1 ${locked} in mods.lock, and ${listed} on the mod portal.`,
      ),
    },
  );
}

function quoted(name: string): string {
  return name.includes(" ") ? JSON.stringify(name) : name;
}
