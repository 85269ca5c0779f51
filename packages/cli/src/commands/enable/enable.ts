import { FactorioLockError, type Warning } from "@factorio-lock/core";
import { demandInManifest } from "../../modpack/demand-in-manifest.ts";
import { type EditOptions, editModpack } from "../../modpack/edit-modpack.ts";
import { namesIn } from "../../modpack/manifest-changes.ts";
import type { Context } from "../../project/context.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import type { Project } from "../../project/project.ts";
import type { ChangeResult } from "../../result/change.ts";

/**
 * Enables disabled mods with the requirements that the manifest remembers, then locks and installs. A mod that is not
 * disabled is left as it is, with a warning.
 *
 * @throws FactorioLockError MOD_NOT_FOUND for a name that is not in the manifest; FAILED for a mod that it keeps out and
 *   for which it remembers no range; what resolving, fetching and applying throw.
 */
export async function enable(
  context: Context,
  names: readonly string[],
  options: EditOptions = {},
): Promise<ChangeResult> {
  return editModpack(context, options, (project, before) => {
    const disabled = names.filter((name) => isDisabled(project, before?.lockfile.mods.has(name) ?? false, name));
    return {
      edits: disabled.map((name) => ({ kind: "enable-mod", name }) as const),
      remedy: (changes) => {
        const named = new Set(changes.flatMap(namesIn));
        const others = names.filter((name) => !named.has(name));
        return others.length > 0 ? [...changes, { kind: "enable", names: others }] : changes;
      },
      justAsked: disabled,
      warnings: names.filter((name) => !disabled.includes(name)).map(enabledAlready),
    };
  });
}

function isDisabled(project: Project, locked: boolean, name: string): boolean {
  demandInManifest(project, locked, name);
  const requirement = project.manifest.mods.get(name);
  if (requirement?.kind !== "refused") return false;
  if (requirement.remembered) return true;
  throw new FactorioLockError("FAILED", `${MANIFEST_NAME} keeps ${name} out, and remembers no range for it.`, {
    hint: `\`factorio-lock add ${name}\` asks for its newest release that fits.`,
  });
}

function enabledAlready(name: string): Warning {
  return { code: "NOTHING_TO_DO", message: `${name} is not disabled.`, mod: name };
}
