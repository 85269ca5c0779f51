import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "../../project/context.ts";
import { stepWords } from "../../report/step-words.ts";
import type { UndoneChange } from "./result.ts";

/**
 * Shows the changes that would be taken back, some of which another program made, and asks for consent.
 *
 * @throws FactorioLockError USAGE if there is no terminal to ask on, INTERRUPTED if the answer is no
 */
export async function askForUndo(context: Context, changes: readonly UndoneChange[]): Promise<void> {
  const lines = changes.map((change) => `${stepWords(change)}: ${change.summary}`);
  if (!context.ask) {
    const message = `mods.lock was changed by another program since the last command, such as git. This would be taken back:`;
    throw new FactorioLockError("USAGE", `${message} ${lines.join("; ")}.`, {
      hint: "add --yes to take it back, or --dry-run to see what would change; `factorio-lock undo` brings it back afterwards.",
    });
  }
  context.onEvent({ kind: "note", text: "These changes would be taken back; not all were made by factorio-lock:" });
  for (const text of lines) context.onEvent({ kind: "note", text: `  ${text}` });
  const isWanted = await context.ask.confirm("Take them back?", {
    yes: "Yes; another undo brings them back",
    no: "No, leave everything as it is",
    initial: true,
  });
  if (!isWanted) throw new FactorioLockError("INTERRUPTED", "Nothing was changed.");
}
