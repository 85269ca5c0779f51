import { rmSync } from "node:fs";
import { join } from "node:path";
import { downloadedNames, gameFolderName, gamesDirectory } from "../../modpack/games.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { namedLockfiles } from "../../project/named-lockfiles.ts";
import { findUpward, LOCKFILE_NAME, placeAt } from "../../project/place.ts";
import type { GamesPruneResult } from "./result.ts";

/** Deletes downloaded games that no lockfile needs. The lockfiles are those named, and the one found from here upward. */
export async function gamesPrune(context: Context, lockfiles: readonly string[]): Promise<GamesPruneResult> {
  const root = findUpward(context.cwd, LOCKFILE_NAME);
  const own = root === undefined ? undefined : (await readLock(placeAt(root)))?.lockfile.game;
  const others = lockfiles.length === 0 ? [] : (await namedLockfiles(context, lockfiles)).map(({ game }) => game);
  const needed = new Set([own, ...others].flatMap((game) => (game ? [gameFolderName(game)] : [])));
  const directory = gamesDirectory(context);
  const [removed, kept]: [string[], string[]] = [[], []];
  for (const name of downloadedNames(context)) (needed.has(name) ? kept : removed).push(name);
  for (const name of removed) rmSync(join(directory, name), { recursive: true, force: true });
  return { directory, removed, kept };
}
