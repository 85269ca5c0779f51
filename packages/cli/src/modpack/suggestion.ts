import { FactorioLockError } from "@factorio-lock/core";

/** One command of a suggestion: the words behind the program's name. */
export type Step = readonly string[];

/** The commands of a suggestion, which stand one after the other, in the words that a shell hands to the program. */
export function stepsOf(suggestion: string): Step[] {
  return suggestion.split(" && ").map((command) => wordsOf(command).slice(1));
}

/**
 * A suggestion of these commands, quoted for every usual shell; undefined where a word cannot be quoted so.
 *
 * @example suggestionOf([["add", "lamp-lib@>= 1.0"]]) // factorio-lock add "lamp-lib@>= 1.0"
 */
export function suggestionOf(steps: readonly Step[]): string | undefined {
  const commands: string[] = [];
  for (const step of steps) {
    const words = step.map(quoted);
    if (words.includes(undefined)) return undefined;
    commands.push(["factorio-lock", ...words].join(" "));
  }
  return commands.join(" && ");
}

/**
 * A failure with other suggestions, in which the command that failed does its part too: the solver speaks of a manifest
 * that is not on disk. One that suggests nothing stays as it is, as does any other error.
 */
export function resuggested(error: unknown, whole: (suggestions: readonly string[]) => readonly string[]): unknown {
  if (!(error instanceof FactorioLockError) || error.suggestions.length === 0) return error;
  const { code, message, explanation, warnings } = error;
  return new FactorioLockError(code, message, { explanation, warnings, suggestions: whole(error.suggestions) });
}

/**
 * A word as shells take it: bare, within double quotes where all of them read it the same there, else within single
 * quotes, which every shell but that of old Windows knows; undefined where no quotes hold it.
 */
function quoted(word: string): string | undefined {
  if (/^(?:--?)?[A-Za-z0-9_./][A-Za-z0-9_.@/:-]*$/.test(word)) return word;
  // A backslash is only itself where no second one, no quotation mark and no end follows.
  if (/^(?:[^\p{Cc}"“”„‟`$%!\\]|\\(?=[^\\"“”„‟`$%!\p{Cc}]))*$/u.test(word)) return `"${word}"`;
  return /^[^\p{Cc}'‘’‚‛\\]*$/u.test(word) ? `'${word}'` : undefined;
}

function wordsOf(command: string): string[] {
  const words = command.matchAll(/"([^"]*)"|'([^']*)'|([^"'\s]+)/g);
  return [...words].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
}
