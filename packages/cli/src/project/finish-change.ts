import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "./context.ts";

/**
 * Finishes or takes back what an interrupted command left half done in a project, before any of its files is read.
 *
 * @param held the mod directory that is held already
 * @throws FactorioLockError FAILED if neither can be done; BUSY, INTERRUPTED.
 */
export async function finishChange(context: Context, root: string, held?: string): Promise<void> {
  const folder = join(root, ".factorio-lock");
  // A mod directory also has a record there, which has nothing to do with a change.
  if (!existsSync(folder) || (existsSync(join(folder, "record.json")) && !existsSync(join(folder, "change")))) return;
  const { finishProject } = await import("@factorio-lock/game");
  await finishProject(root, {
    held,
    signal: context.signal,
    onWait: (holder) => context.onEvent({ kind: "waiting", holder }),
  });
}
