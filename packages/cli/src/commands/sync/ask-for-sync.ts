import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "../../project/context.ts";
import { textOf } from "../../report/line.ts";
import { syncPlanLines } from "./page.ts";
import type { SyncPlan } from "./sync.ts";

/**
 * Shows the changes and asks for consent.
 *
 * @throws FactorioLockError USAGE if there is no terminal to ask on, INTERRUPTED if the answer is no
 */
export async function askForSync(context: Context, plan: SyncPlan): Promise<void> {
  if (!context.ask) {
    throw new FactorioLockError("USAGE", "There is no terminal to ask for your consent, so nothing was changed.", {
      hint: "add --yes to make the changes, or --dry-run to see them first.",
    });
  }
  for (const line of syncPlanLines(plan)) context.onEvent({ kind: "note", text: line.pieces.map(textOf).join("") });
  const isWanted = await context.ask.confirm("Make these changes?", {
    yes: "Yes",
    no: "No, leave everything as it is",
    initial: true,
  });
  if (!isWanted) throw new FactorioLockError("INTERRUPTED", "Nothing was changed.");
}
