import { FactorioLockError } from "@factorio-lock/core";

/** So many files are named. */
const NAMED = 5;

/** The failure of a command that deleted all files but those that another program has open; none if there is none. */
export function heldFailure(files: readonly string[]): { readonly failure?: FactorioLockError } {
  const [first] = files;
  if (first === undefined) return {};
  const rest = files.length - NAMED;
  const named = [...files.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
  const message =
    files.length === 1
      ? `${first} stays: another program has it open, or it is protected.`
      : `${files.length} files stay, as another program has them open or they are protected: ${named}.`;
  const hint = "end the program that uses it, such as the game, and run the command again.";
  return { failure: new FactorioLockError("FAILED", message, { hint }) };
}
