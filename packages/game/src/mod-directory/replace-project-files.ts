import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { type ChangedFile, explain, replaceFile, replaceFiles, replaceLinkedFile } from "@factorio-lock/disk";
import { holdProject, PROJECT_FILES, type ProjectFile, pendingIn } from "./project-files.ts";

/** New content for files of a project. */
export interface ProjectChange {
  /** The folder of `mods.yaml`. Absolute. */
  readonly root: string;
  readonly texts: ReadonlyMap<ProjectFile, string>;
  /** Called right before the change; throws if the files have changed since the new content was computed. */
  readonly check?: () => Promise<void>;
}

/**
 * Replaces a project's files: either all or, on failure, none.
 *
 * @throws FactorioLockError `FAILED` if one cannot be replaced, or another process is changing them; whatever `check`
 *   throws
 */
export async function replaceProjectFiles(change: ProjectChange, signal?: AbortSignal): Promise<void> {
  const { root, check } = change;
  const files = changedFiles(change);
  const [file] = files;
  if (!file) return;
  if (files.length === 1) {
    await check?.();
    await (file.followed ? replaceLinkedFile : replaceFile)(join(root, file.name), file.content);
    return;
  }
  const hold = await holdProject(root, undefined, signal);
  try {
    await assertReady(change);
    replaceFiles(root, files);
  } catch (error) {
    throw explain(`${root} could not be changed`, error, { outcome: "All is as it was." });
  } finally {
    await hold.release();
  }
}

/** The files of a change, in the order in which they are replaced. */
export function changedFiles({ texts }: ProjectChange): ChangedFile[] {
  return PROJECT_FILES.flatMap((file) => {
    const content = texts.get(file.name);
    return content === undefined ? [] : [{ ...file, content }];
  });
}

/** Checks that a change can be prepared. Requires a hold on the project. @throws FactorioLockError `FAILED` */
export async function assertReady({ root, check }: ProjectChange): Promise<void> {
  if (pendingIn(root)) {
    throw new FactorioLockError(
      "FAILED",
      `Another command that changed ${root} was interrupted. Nothing was changed.`,
      {
        hint: "run the command again: it first finishes what was begun.",
      },
    );
  }
  await check?.();
}
