import {
  candidates,
  type Lockfile,
  type Manifest,
  type ResolveRequest,
  rangeHas,
  type Warning,
  withoutYoung,
} from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import { exactVersion } from "../../modpack/exact-version.ts";

/**
 * Warnings about mods that were named for an update but stay where they are, because the manifest's range leaves out their
 * newer releases for this game.
 */
export async function outOfRangeWarnings(
  {
    manifest,
    request,
    metadata,
  }: { readonly manifest: Manifest; readonly request: ResolveRequest; readonly metadata: Metadata },
  { before, after }: { readonly before: Lockfile | undefined; readonly after: Lockfile },
  names: readonly string[],
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  for (const name of new Set(names)) {
    const requirement = manifest.mods.get(name);
    const version = after.mods.get(name)?.version;
    if (requirement?.kind !== "range" || !version) continue;
    if (before?.mods.get(name)?.version.packed !== version.packed) continue;
    const info = await metadata.get(name);
    const newest = info && candidates(withoutYoung(request, info), manifest.factorio.line).at(-1)?.version;
    if (!newest || newest.packed <= version.packed) continue;
    if (rangeHas(requirement.range, newest.packed)) continue;
    const asks = exactVersion(requirement) === undefined ? requirement.range.text : "exactly that";
    const message = `${name} stays at ${version.text}: mods.yaml asks for ${asks}; ${newest.text} is newer. \`factorio-lock add "${name}@>= ${newest.text}"\` asks for that one, if it fits the other mods.`;
    warnings.push({ code: "HELD_BACK", message, mod: name });
  }
  return warnings;
}
