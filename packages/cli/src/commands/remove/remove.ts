import type { Lockfile, Warning } from "@factorio-lock/core";
import { demandInManifest } from "../../modpack/demand-in-manifest.ts";
import { type EditOptions, editModpack } from "../../modpack/edit-modpack.ts";
import { isDemanded } from "../../modpack/needed-by.ts";
import type { Context } from "../../project/context.ts";
import type { ChangeResult } from "../../result/change.ts";

/**
 * Removes mods from the manifest, locks and installs. Mods that only they needed are removed as well.
 *
 * @throws FactorioLockError MOD_NOT_FOUND for a name that is not in the manifest; what resolving, fetching and applying
 *   throw.
 */
export async function remove(
  context: Context,
  names: readonly string[],
  options: EditOptions = {},
): Promise<ChangeResult> {
  return editModpack(context, options, (project, before) => {
    for (const name of names) demandInManifest(project, before?.lockfile.mods.has(name) ?? false, name);
    return {
      edits: names.map((name) => ({ kind: "remove-mod", name }) as const),
      remedy: (changes) => [...changes, { kind: "remove", names }],
      // A mod can be removed even if the portal does not know other mods.
      despiteUnknown: true,
      warn: (lockfile) => names.filter((name) => lockfile.mods.has(name)).map((name) => stillNeeded(lockfile, name)),
    };
  });
}

function stillNeeded(lockfile: Lockfile, name: string): Warning {
  const shows = `\`factorio-lock why ${name}\` shows which.`;
  const why = isDemanded(lockfile, name)
    ? `other mods need it. ${shows}`
    : `other mods recommend it. ${shows} \`factorio-lock add ${name}@false\` keeps it out.`;
  return { code: "STILL_NEEDED", message: `${name} is no longer asked for, but stays: ${why}`, mod: name };
}
