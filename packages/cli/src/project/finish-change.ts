import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "./context.ts";

/**
 * Finishes or undoes a change that an interrupted command left half done in a project. Called before any of its files is
 * read.
 *
 * @param held the mod directory whose lock the caller holds already
 * @throws FactorioLockError FAILED if neither can be done; BUSY, INTERRUPTED.
 */
export async function finishChange(context: Context, root: string, held?: string): Promise<void> {
  const folder = join(root, ".factorio-lock");
  // A mod directory also has such a folder, with a record that is not about a change.
  if (!existsSync(folder) || (existsSync(join(folder, "record.json")) && !existsSync(join(folder, "change")))) return;
  const { finishProject } = await import("@factorio-lock/game");
  await finishProject(root, {
    held,
    signal: context.signal,
    onWait: (holder) => context.onEvent({ kind: "waiting", holder }),
  });
}
