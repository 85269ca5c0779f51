import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { replaceFile } from "@factorio-lock/disk";
import type { FoundGame } from "@factorio-lock/game";
import type { Context } from "../../project/context.ts";
import { gamePath } from "./invocation.ts";

/**
 * Prepares a folder in which the game keeps what it writes (saves, settings, `player-data.json`), so that several copies
 * run side by side.
 *
 * @returns the `config.ini` for the game's `-c`. It keeps the user's settings except the two paths, so that a folder that
 *   came with a repository cannot make the game write elsewhere.
 * @throws FactorioLockError FAILED if the folder cannot be written
 */
export async function prepareInstance(context: Context, game: FoundGame, folder: string): Promise<string> {
  const path = join(folder, "config", "config.ini");
  try {
    mkdirSync(join(folder, "config"), { recursive: true });
    const data = game.executable.includes("Contents")
      ? "__PATH__executable__/../data"
      : "__PATH__executable__/../../data";
    await replaceFile(
      path,
      withPaths(textOf(path), { "read-data": data, "write-data": gamePath(context, game, folder) }),
    );
    return path;
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    throw new FactorioLockError("FAILED", `${folder} cannot be written: ${(error as Error).message}.`, {
      hint: "name a folder of yours with --instance.",
      cause: error,
    });
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Sets these keys in the section `[path]` of a config.ini, in place of those it has. */
function withPaths(text: string, values: Readonly<Record<string, string>>): string {
  const rows = text.split(/\r\n|\r|\n/);
  const kept: string[] = [];
  let section: string | undefined;
  for (const row of rows) {
    section = /^\s*\[([^\]]*)\]\s*$/.exec(row)?.[1] ?? section;
    const key = /^\s*([\w-]+)\s*=/.exec(row)?.[1];
    const isOurs = section === "path" && ((key !== undefined && key in values) || /^\s*\[path\]/.test(row));
    if (!isOurs) kept.push(row);
  }
  while (kept.at(-1) === "") kept.pop();
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  return `${["[path]", ...lines, ...kept].join("\n")}\n`;
}
