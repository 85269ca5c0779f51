import {
  editManifest,
  FactorioLockError,
  type Lockfile,
  type ManifestChange,
  type ManifestEdit,
  type Warning,
} from "@factorio-lock/core";
import type { Context } from "../project/context.ts";
import { type LockOnDisk, readLock } from "../project/lock.ts";
import { MANIFEST_NAME } from "../project/place.ts";
import { type Project, projectFrom } from "../project/project.ts";
import type { ChangeResult } from "../result/change.ts";
import { applyChange, type ChangeOptions, commitManifest, withModDirectoryLock } from "./apply-change.ts";
import { unlockedEdit } from "./edited.ts";
import { namesIn, withoutMods } from "./manifest-changes.ts";
import { gatherFacts, requestOf, solve } from "./solve.ts";
import { commandFor, shellCommand } from "./suggestion.ts";
import { withRemedies } from "./with-remedies.ts";

/** Options of the commands that edit the manifest. */
export interface EditOptions extends ChangeOptions {
  /** Edit the manifest only. */
  readonly noLock?: boolean | undefined;
}

/** An edit of the manifest, and how to handle its outcome. */
export interface ModpackEdit {
  readonly edits: readonly ManifestEdit[];
  /** Adds this edit to a solver's remedy, which assumes that the manifest has it; undefined if the remedy does not help. */
  readonly remedy: (changes: readonly ManifestChange[]) => readonly ManifestChange[] | undefined;
  /** Whether the manifest is edited even if it asks for other mods that the portal does not know. */
  readonly despiteUnknown?: boolean;
  /** The names of mods that the edit newly asks for, or leaves out. */
  readonly justAsked?: readonly string[];
  /** Warnings about the edit itself. */
  readonly warnings?: readonly Warning[];
  /** Warnings about what was locked. */
  readonly warn?: (lockfile: Lockfile) => readonly Warning[];
}

/**
 * Edits the manifest, locks and installs.
 *
 * @param editOf creates the edit for the current manifest, while the lock on the mod directory is held
 * @throws FactorioLockError whatever `editOf` throws; what resolving, fetching and applying throw.
 */
export async function editModpack(
  context: Context,
  options: EditOptions,
  editOf: (project: Project, before: LockOnDisk | undefined) => ModpackEdit,
): Promise<ChangeResult> {
  return withModDirectoryLock(
    context,
    { ...options, noInstall: options.noInstall || options.noLock },
    async (project, hold) => {
      const before = await readLock(project);
      const { edits, remedy, despiteUnknown, justAsked, warnings: own = [], warn } = editOf(project, before);
      const manifest = { from: project.manifestText, to: editManifest(project.manifestText, MANIFEST_NAME, edits) };
      const edited = projectFrom(context, project, manifest.to);
      const onlyEdit = async (...more: readonly Warning[]): Promise<ChangeResult> => {
        if (!options.dryRun) await commitManifest(context, project, manifest.to);
        return { ...unlockedEdit(edited, before?.lockfile, options.dryRun), warnings: [...own, ...more] };
      };
      if (options.noLock) return onlyEdit();
      const facts = await gatherFacts(edited, options);
      const request = requestOf(edited.manifest, facts, before?.lockfile, options, { justAsked: justAsked ?? [] });
      const solved = await solve(context, edited, request, options).catch((error: unknown) => {
        if (despiteUnknown && error instanceof FactorioLockError && error.code === "MOD_NOT_FOUND")
          return stillUnknown(error);
        throw withRemedies(error, (remedies) =>
          remedies.flatMap((changes) => {
            const complete = remedy(changes);
            return complete ? [complete] : [];
          }),
        );
      });
      if ("message" in solved) return onlyEdit(solved);
      const { lockfile, heldBack, leftOut } = solved;
      const warnings = [...solved.warnings, ...own, ...(warn?.(lockfile) ?? [])];
      const change = { before, after: lockfile, warnings, heldBack, leftOut, hold, manifest };
      return applyChange(context, edited, change, { ...options, installed: facts.installed });
    },
  );
}

/** Adds a command's own changes to a remedy. If both change the same mod, the remedy's change counts. */
export function withEdit(own: readonly ManifestChange[]): ModpackEdit["remedy"] {
  return (changes) => {
    const named = changes.flatMap(namesIn);
    return [...changes, ...own.flatMap((change) => withoutMods(change, named))];
  };
}

/** Warns that the manifest cannot be locked yet because it asks for other mods that are unknown. */
function stillUnknown({ message, remedies }: FactorioLockError): Warning {
  const [changes] = remedies;
  const command = changes && shellCommand(commandFor(changes));
  const advice = command === undefined ? "" : `; \`${command}\` leaves them out too`;
  return { code: "NOT_LOCKED", message: `mods.lock stays as it was: ${message}${advice}.` };
}
