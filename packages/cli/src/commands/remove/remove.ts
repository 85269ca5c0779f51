import { editManifest, FactorioLockError, type Lockfile, nearest, type Warning } from "@factorio-lock/core";
import type { ChangeResult } from "../../modpack/change.ts";
import { unlockedEdit } from "../../modpack/edited.ts";
import { isDemanded } from "../../modpack/needed-by.ts";
import { commitManifest, type SettleOptions, settle, settling } from "../../modpack/settle.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { resuggested, type Step, stepsOf, suggestionOf } from "../../modpack/suggestion.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import { type Project, projectFrom } from "../../project/project.ts";

/** What `add` and `remove` can be told. */
export interface EditOptions extends SettleOptions {
  /** Edit the manifest only. */
  readonly noLock?: boolean | undefined;
}

/**
 * Takes mods out of the manifest, locks and installs. Mods that only they needed go with them.
 *
 * @throws FactorioLockError MOD_NOT_FOUND for a name that is not in the manifest; what resolving, fetching and applying
 *   throw.
 */
export async function remove(
  context: Context,
  names: readonly string[],
  options: EditOptions = {},
): Promise<ChangeResult> {
  return settling(context, { ...options, noInstall: options.noInstall || options.noLock }, async (project, hold) => {
    const before = await readLock(project);
    for (const name of names) demandInManifest(project, before?.lockfile.mods.has(name) ?? false, name);
    const edits = names.map((name) => ({ kind: "remove-mod", name }) as const);
    const manifest = { from: project.manifestText, to: editManifest(project.manifestText, MANIFEST_NAME, edits) };
    const edited = projectFrom(context, project, manifest.to);
    if (options.noLock) {
      if (!options.dryRun) await commitManifest(context, project, manifest.to);
      return unlockedEdit(edited, before?.lockfile, options.dryRun);
    }
    const facts = await gatherFacts(edited, options);
    const request = requestOf(edited.manifest, facts, before?.lockfile, options);
    const { lockfile, warnings, heldBack } = await solve(context, edited, request, options).catch((error: unknown) => {
      throw resuggested(error, (suggestions) => suggestions.flatMap((one) => withRemoval(one, names) ?? []));
    });
    const stay = names.filter((name) => lockfile.mods.has(name)).map((name) => stillNeeded(lockfile, name));
    const change = { before, after: lockfile, warnings: [...warnings, ...stay], heldBack, hold, manifest };
    return settle(context, edited, change, { ...options, installed: facts.installed });
  });
}

/** A suggestion that removes the mods, too. */
function withRemoval(suggestion: string, names: readonly string[]): string | undefined {
  const steps = stepsOf(suggestion);
  const last = steps.at(-1) as Step;
  if (last[0] === "remove") return suggestionOf([...steps.slice(0, -1), [...last, ...names]]);
  if (last[0] === "set") return suggestionOf([...steps, ["remove", ...names]]);
  return suggestionOf([["remove", ...names, "--no-lock"], ...steps]);
}

function demandInManifest({ manifest }: Project, locked: boolean, name: string): void {
  if (manifest.mods.has(name)) return;
  const near = nearest(name, manifest.mods.keys());
  const hint = locked
    ? `other mods brought it: \`factorio-lock why ${name}\` shows which. \`factorio-lock add ${name}@false\` keeps it out.`
    : near.length > 0
      ? `did you mean ${near.join(" or ")}?`
      : "`factorio-lock list` shows the mods that are there.";
  throw new FactorioLockError("MOD_NOT_FOUND", `${name} is not in ${MANIFEST_NAME}.`, { hint });
}

function stillNeeded(lockfile: Lockfile, name: string): Warning {
  const shows = `\`factorio-lock why ${name}\` shows which.`;
  const why = isDemanded(lockfile, name)
    ? `other mods need it. ${shows}`
    : `other mods recommend it. ${shows} \`factorio-lock add ${name}@false\` keeps it out.`;
  return { code: "STILL_NEEDED", message: `${name} is no longer asked for, but stays: ${why}`, mod: name };
}
