import type { Requirement, Warning } from "@factorio-lock/core";
import { demandInManifest } from "../../modpack/demand-in-manifest.ts";
import { type EditOptions, editModpack } from "../../modpack/edit-modpack.ts";
import { namesIn, onlyDisabling, withoutMods } from "../../modpack/manifest-changes.ts";
import type { Context } from "../../project/context.ts";
import type { ChangeResult } from "../../result/change.ts";

/**
 * Disables mods in the manifest, which remembers their requirements, then locks and installs. Mods that only they needed
 * are removed as well. A mod that is kept out already is left as it is, with a warning.
 *
 * @throws FactorioLockError MOD_NOT_FOUND for a name that is not in the manifest; USAGE for base; what resolving,
 *   fetching and applying throw.
 */
export async function disable(
  context: Context,
  names: readonly string[],
  options: EditOptions = {},
): Promise<ChangeResult> {
  return editModpack(context, options, (project, before) => {
    for (const name of names) demandInManifest(project, before?.lockfile.mods.has(name) ?? false, name);
    return {
      edits: names.map((name) => ({ kind: "disable-mod", name }) as const),
      remedy: (changes) => {
        // A remedy must not ask again for a mod that is to be left out.
        const isContrary = changes.some(
          (change) => change.kind !== "remove" && namesIn(change).some((name) => names.includes(name)),
        );
        if (isContrary) return undefined;
        const others = onlyDisabling(changes.flatMap((change) => withoutMods(change, names)));
        return [{ kind: "disable", names }, ...others];
      },
      justAsked: names,
      despiteUnknown: true,
      warnings: names.flatMap((name) => keptOutWarnings(name, project.manifest.mods.get(name))),
    };
  });
}

function keptOutWarnings(name: string, requirement: Requirement | undefined): Warning[] {
  if (requirement?.kind !== "refused") return [];
  const message = requirement.remembered
    ? `${name} is disabled already.`
    : `${name} is kept out by \`${name}: false\` in mods.yaml already; that stays as it is.`;
  return [{ code: "NOTHING_TO_DO", message, mod: name }];
}
