import { editManifest, FactorioLockError, type Lockfile, nearest, type Warning } from "@factorio-lock/core";
import { applyChange, type ChangeOptions, commitManifest, withModDirectoryLock } from "../../modpack/apply-change.ts";
import type { ChangeResult } from "../../modpack/change.ts";
import { unlockedEdit } from "../../modpack/edited.ts";
import { isDemanded } from "../../modpack/needed-by.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { commandFor, shellCommand } from "../../modpack/suggestion.ts";
import { withRemedies } from "../../modpack/with-remedies.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import { type Project, projectFrom } from "../../project/project.ts";

/** Options of `add` and `remove`. */
export interface EditOptions extends ChangeOptions {
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
  return withModDirectoryLock(
    context,
    { ...options, noInstall: options.noInstall || options.noLock },
    async (project, hold) => {
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
      const solved = await solve(context, edited, request, options).catch((error: unknown) => {
        // Other mods that nobody knows keep none from being taken out.
        if (error instanceof FactorioLockError && error.code === "MOD_NOT_FOUND") return stillUnknown(error);
        throw withRemedies(error, (remedies) => remedies.map((changes) => [...changes, { kind: "remove", names }]));
      });
      if ("message" in solved) {
        if (!options.dryRun) await commitManifest(context, project, manifest.to);
        return { ...unlockedEdit(edited, before?.lockfile, options.dryRun), warnings: [solved] };
      }
      const { lockfile, warnings, heldBack } = solved;
      const stay = names.filter((name) => lockfile.mods.has(name)).map((name) => stillNeeded(lockfile, name));
      const change = { before, after: lockfile, warnings: [...warnings, ...stay], heldBack, hold, manifest };
      return applyChange(context, edited, change, { ...options, installed: facts.installed });
    },
  );
}

/** That the manifest cannot be locked yet, as it asks for other mods that are unknown. */
function stillUnknown({ message, remedies }: FactorioLockError): Warning {
  const [changes] = remedies;
  const command = changes && shellCommand(commandFor(changes));
  const advice = command === undefined ? "" : `; \`${command}\` leaves them out too`;
  return { code: "NOT_LOCKED", message: `mods.lock stays as it was: ${message}${advice}.` };
}

/** @throws FactorioLockError MOD_NOT_FOUND where the manifest has no such mod, with what may have been meant. */
export function demandInManifest({ manifest }: Project, locked: boolean, name: string): void {
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
