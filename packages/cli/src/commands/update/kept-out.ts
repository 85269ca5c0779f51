import {
  candidates,
  type Lockfile,
  type Manifest,
  type ResolveRequest,
  rangeHas,
  withoutYoung,
} from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import { exactVersion } from "../../modpack/exact-version.ts";
import type { KeptOut } from "./result.ts";

/** The mods whose newest release for the game is not in the manifest's range, in the order of the manifest. */
export async function findKeptOut(
  {
    manifest,
    request,
    metadata,
  }: { readonly manifest: Manifest; readonly request: ResolveRequest; readonly metadata: Metadata },
  lockfile: Lockfile,
): Promise<KeptOut[]> {
  const found: KeptOut[] = [];
  for (const [name, requirement] of manifest.mods) {
    const version = lockfile.mods.get(name)?.version;
    if (requirement.kind !== "range" || !version) continue;
    const info = await metadata.get(name);
    const newest = info && candidates(withoutYoung(request, info), manifest.factorio.line).at(-1)?.version;
    if (!newest || newest.packed <= version.packed) continue;
    if (rangeHas(requirement.range, newest.packed)) continue;
    const pinned = exactVersion(requirement) !== undefined;
    found.push({ name, version: version.text, newest: newest.text, pinned });
  }
  return found;
}
