import type { CommandSpec } from "../../command/command.ts";
import type { GameChanges } from "../../modpack/play/directory-changes.ts";
import { shellCommand } from "../../modpack/suggestion.ts";

/** The command by which a modpack takes over what was changed in the game; undefined if none does. */
export function adoptCommand(
  changes: GameChanges,
  modDirectory: string,
  commands: readonly CommandSpec[],
): string | undefined {
  const { enabled, disabled, added, removed, updated } = changes;
  const knows = (word: string) => commands.some(({ words }) => words[0] === word);
  const ofMods = enabled.length + disabled.length + added.length + removed.length + updated.length > 0;
  if (!ofMods && knows("settings")) return "factorio-lock settings export";
  return knows("sync") ? shellCommand(["sync", modDirectory]) : undefined;
}
