import type { CommandSpec } from "../../command/command.ts";
import type { GameChanges } from "../../modpack/play/directory-changes.ts";
import { shellCommand } from "../../modpack/suggestion.ts";

/** Where the modpack is, as the command line said it. */
interface Place {
  /** As seen from the current folder. */
  readonly modDirectory: string;
  /** The flags that say which modpack is meant. */
  readonly flags: readonly string[];
}

/** The command by which a modpack takes over what was changed in the game; undefined if none does. */
export function adoptCommand(
  changes: GameChanges,
  { modDirectory, flags }: Place,
  commands: readonly CommandSpec[],
): string | undefined {
  const { enabled, disabled, added, removed, updated, settings } = changes;
  const knows = (word: string) => commands.some(({ words }) => words[0] === word);
  const ofMods = enabled.length + disabled.length + added.length + removed.length + updated.length > 0;
  if (!ofMods && knows("settings")) return "factorio-lock settings export";
  // Whoever made the changes in the game need not be asked again.
  const words = ["sync", modDirectory, "--yes", ...(settings ? ["--settings"] : []), ...flags];
  return knows("sync") ? shellCommand(words) : undefined;
}
