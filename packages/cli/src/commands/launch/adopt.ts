import type { CommandSpec } from "../../command/command.ts";
import type { GameChanges } from "../../modpack/play/directory-changes.ts";
import { shellCommand } from "../../modpack/suggestion.ts";

/** Where the modpack is, as the command line names it. */
interface Place {
  /** Relative to the current folder. */
  readonly modDirectory: string;
  /** The flags that select the modpack. */
  readonly flags: readonly string[];
}

/** The command that takes the changes made in the game into the modpack; undefined if there is none. */
export function adoptCommand(
  changes: GameChanges,
  { modDirectory, flags }: Place,
  commands: readonly CommandSpec[],
): string | undefined {
  const { enabled, disabled, added, removed, updated, settings } = changes;
  const hasCommand = (word: string) => commands.some(({ words }) => words[0] === word);
  const modsChanged = enabled.length + disabled.length + added.length + removed.length + updated.length > 0;
  if (!modsChanged && hasCommand("settings")) return "factorio-lock settings export";
  // The player made these changes in the game, so that `sync` need not ask about them.
  const words = ["sync", modDirectory, "--yes", ...(settings ? ["--settings"] : []), ...flags];
  return hasCommand("sync") ? shellCommand(words) : undefined;
}
