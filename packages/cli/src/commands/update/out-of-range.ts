import {
  candidates,
  type Lockfile,
  type Manifest,
  type ResolveRequest,
  type Warning,
  withoutYoung,
} from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";

/**
 * Why mods that were named to be updated stay where they are although the portal has newer releases for this game: what
 * the manifest asks for leaves those out.
 */
export async function outOfRange(
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
    const { text, versions } = requirement.range;
    if (versions.some(({ low, high }) => low <= newest.packed && newest.packed <= high)) continue;
    const [only, ...more] = versions;
    const exact = only !== undefined && more.length === 0 && only.low === only.high;
    const asks = exact ? "exactly that" : text;
    const message = `${name} stays at ${version.text}: mods.yaml asks for ${asks}; ${newest.text} is newer. \`factorio-lock add "${name}@>= ${newest.text}"\` asks for that one, where it fits the other mods.`;
    warnings.push({ code: "HELD_BACK", message, mod: name });
  }
  return warnings;
}
