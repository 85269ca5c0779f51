import { FactorioLockError } from "@factorio-lock/core";

/** The maximum number of files that are named. */
const MAX_NAMED = 5;

/** The failure of a command that could not delete files because another program has them open; empty if there are none. */
export function heldFailure(files: readonly string[]): { readonly failure?: FactorioLockError } {
  const [first] = files;
  if (first === undefined) return {};
  const rest = files.length - MAX_NAMED;
  const named = [...files.slice(0, MAX_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
  const message =
    files.length === 1
      ? `${first} stays: another program has it open, or it is protected.`
      : `${files.length} files stay, as another program has them open or they are protected: ${named}.`;
  const hint = "end the program that uses it, such as the game, and run the command again.";
  return { failure: new FactorioLockError("FAILED", message, { hint }) };
}
