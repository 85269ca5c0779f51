import { FactorioLockError } from "../error.ts";
import { formatLine } from "../game/game-version.ts";
import type { Manifest, Requirements } from "../manifest/manifest.ts";
import { compareNames, isSafeName } from "../mod/mod-name.ts";
import type { Release } from "../mod/release.ts";
import type { SelectedMod, Selection } from "../solver/answer/selection.ts";
import { fitsMod, isSafeDownload } from "./archive-name.ts";
import type { LockedMod, Lockfile } from "./lockfile.ts";

/**
 * The lockfile for a solver's selection.
 *
 * @throws FactorioLockError `UNSAFE_NAME` if the portal's name, file name or download address of a mod is unsafe or
 *   does not match.
 */
export function lockfileFrom(manifest: Manifest, selection: Selection): Lockfile {
  const mods = selection.mods.map((mod): [string, LockedMod] => [mod.name, lock(mod, manifest.mods)]);
  return {
    factorio: manifest.factorio,
    minimumFactorio: selection.minimumFactorio,
    expansion: manifest.expansion,
    requirements: new Map([...manifest.mods].sort(([a], [b]) => compareNames(a, b))),
    builtin: selection.builtin.toSorted(compareNames),
    mods: new Map(mods.sort(([a], [b]) => compareNames(a, b))),
  };
}

function lock({ name, release }: SelectedMod, requirements: Requirements): LockedMod {
  const { version, dependencies, fileName: file, sha1, download, releasedAt: released } = release;
  const requirement = requirements.get(name);
  if (requirement?.kind === "path") {
    return { kind: "path", version, path: requirement.path.replaceAll("\\", "/"), dependencies };
  }
  const misfit = !isSafeName(name)
    ? `the mod name ${JSON.stringify(name)}`
    : !fitsMod(file, name, version)
      ? `the file name ${JSON.stringify(file)}`
      : !isSafeDownload(download)
        ? `the download address ${JSON.stringify(download)}`
        : undefined;
  if (misfit !== undefined) {
    throw new FactorioLockError(
      "UNSAFE_NAME",
      `The mod portal gives ${misfit} for ${name} ${version.text}, which is not usable.`,
      {
        hint: `choose another version of ${name} in mods.yaml, or keep it out with \`${name}: false\`.`,
      },
    );
  }
  if (sha1 === undefined) throw new Error(`${name} ${version.text} was selected without a SHA-1`);
  return { kind: "release", version, file, sha1, download, released, dependencies };
}

/**
 * A lockfile's releases from the portal, by mod name, as `ResolveRequest.locked` expects them. `path` mods are left
 * out. The game line of each release is taken to be the lockfile's.
 */
export function lockedReleases(lockfile: Lockfile): Map<string, Release> {
  const factorioVersion = formatLine(lockfile.factorio.line);
  const releases = new Map<string, Release>();
  for (const [name, mod] of lockfile.mods) {
    if (mod.kind !== "release") continue;
    const { version, dependencies, file: fileName, sha1, download, released: releasedAt } = mod;
    releases.set(name, { version, factorioVersion, dependencies, fileName, sha1, download, releasedAt });
  }
  return releases;
}
