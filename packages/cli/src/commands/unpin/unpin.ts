import type { ManifestEdit, Warning } from "@factorio-lock/core";
import { demandInManifest } from "../../modpack/demand-in-manifest.ts";
import { type EditOptions, editModpack, withEdit } from "../../modpack/edit-modpack.ts";
import { exactVersion } from "../../modpack/exact-version.ts";
import type { Context } from "../../project/context.ts";
import type { UnpinResult } from "./result.ts";

/**
 * Turns exact versions in the manifest into `>=` that version. The locked releases stay.
 *
 * @param names empty for all mods with an exact version
 * @throws FactorioLockError MOD_NOT_FOUND for a name that is not in the manifest; what resolving, fetching and applying
 *   throw.
 */
export async function unpin(
  context: Context,
  names: readonly string[],
  options: EditOptions = {},
): Promise<UnpinResult> {
  let unpinned: UnpinResult["unpinned"] = [];
  const result = await editModpack(context, options, (project, before) => {
    const { mods } = project.manifest;
    for (const name of names) demandInManifest(project, before?.lockfile.mods.has(name) ?? false, name);
    const asked = names.length > 0 ? [...new Set(names)] : [...mods.keys()];
    unpinned = asked.flatMap((name) => {
      const version = exactVersion(mods.get(name));
      return version === undefined ? [] : [{ name, version }];
    });
    const free = names.filter((name) => !unpinned.some((mod) => mod.name === name));
    const ranges = unpinned.map(({ name, version }) => ({ name, text: `>= ${version}` }));
    return {
      edits: ranges.map(({ name, text }): ManifestEdit => ({ kind: "set-mod", name, value: text })),
      remedy: withEdit(ranges.map((range) => ({ kind: "range", ...range }))),
      warnings: free.map(notPinned),
    };
  });
  return { ...result, unpinned };
}

function notPinned(name: string): Warning {
  return { code: "NOTHING_TO_DO", message: `mods.yaml does not hold ${name} at one version.`, mod: name };
}
