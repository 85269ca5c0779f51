import type { FactorioLockError, Warning } from "@factorio-lock/core";
import { BLANK, hanging, type Line, type Piece, textLines, tone, whole } from "./line.ts";

/** Options for showing a failure in more detail than usual. */
export interface FailureDetail {
  /** Show the stack of a defect. */
  readonly verbose: boolean;
  /** Show the whole proof if a request has no solution. */
  readonly explain: boolean;
}

/** An error for people: what happened, why, and what to do, the hint after an empty line. */
export function failureLines(error: FactorioLockError, { verbose, explain }: FailureDetail): Line[] {
  const [first = "", ...rest] = error.message.split("\n");
  const lines: Line[] = [
    hanging(2, tone.bad("error:"), ` ${first}`),
    ...rest.flatMap((row) => textLines(`  ${row}`, 2)),
  ];
  const isUnsolved = error.causes.length > 0;
  if (isUnsolved) lines.push(BLANK, ...error.causes.map((cause) => hanging(4, `  ${cause}`)));
  const explanation = error.explanation.filter((sentence) => !error.message.includes(sentence));
  if (explanation.length > 0 && (explain || !isUnsolved)) {
    lines.push(BLANK, ...explanation.map((sentence) => hanging(4, `  ${sentence}`)));
  }
  if (error.suggestions.length > 0) {
    const opening =
      error.suggestions.length === 1
        ? "this will fix it (it was tried):"
        : "any of these will fix it (each was tried):";
    lines.push(BLANK, hanging(2, tone.notice("hint:"), ` ${opening}`));
    lines.push(...error.suggestions.map((command) => whole("  ", tone.code(command))));
    if (error.exact === false) {
      lines.push(hanging(2, "  Whether fewer changes would do was not found out within the step budget."));
    }
  }
  // The hint of an unsolved request only says that there are suggestions.
  const isRedundant = error.suggestions.length > 0 && error.code === "NO_SOLUTION";
  if (error.hint !== undefined && !isRedundant) lines.push(BLANK, hintLine(error.hint));
  if (verbose && error.cause instanceof Error) lines.push(BLANK, ...textLines(error.cause.stack ?? "", 4));
  return lines;
}

/** `hint: …`, with commands between backticks in the tone of code. */
export function hintLine(hint: string): Line {
  return hanging(2, tone.notice("hint:"), " ", ...codePieces(hint));
}

/** `warning: …` for each; without `verbose`, many that differ only in a name are merged. */
export function warningLines(warnings: readonly Warning[], verbose = false): Line[] {
  return (verbose ? warnings : mergeSimilar(warnings)).map(({ message }) =>
    hanging(2, tone.notice("warning:"), " ", ...codePieces(message)),
  );
}

/** A text with commands between backticks, those in the tone of code. */
export function codePieces(text: string): Piece[] {
  return text.split(/(`[^`]*`)/).map((part) => (part.startsWith("`") && part.length > 1 ? tone.code(part) : part));
}

/** The minimum number of similar warnings to merge. */
const MIN_SIMILAR = 4;

/** The maximum number of names in a merged warning. */
const MAX_NAMES = 3;

/** Merges warnings of one code that say the same about different files or mods, in the place of the first. */
function mergeSimilar(warnings: readonly Warning[]): Warning[] {
  const groups = new Map<string, Warning[]>();
  for (const warning of warnings) {
    const key = `${warning.code} ${splitName(warning)?.rest ?? warning.message}`;
    groups.set(key, [...(groups.get(key) ?? []), warning]);
  }
  return [...groups.values()].flatMap((group) => (group.length < MIN_SIMILAR ? group : [mergeGroup(group)]));
}

function mergeGroup(group: readonly Warning[]): Warning {
  const [first] = group as [Warning, ...Warning[]];
  const names = group.map((warning) => splitName(warning)?.name ?? warning.message);
  const rest = splitName(first)?.rest ?? "";
  const some = `${names.slice(0, MAX_NAMES).join(", ")} and ${names.length - MAX_NAMES} more (--verbose names all)`;
  return { ...first, message: `${some}${rest.replace(/^ was /, " were ").replace(/It stays/, "They stay")}` };
}

/** Splits a warning into the file or mod that it begins with, and the rest. */
function splitName({ message, mod }: Warning): { readonly name: string; readonly rest: string } | undefined {
  const name =
    mod === undefined
      ? undefined
      : message.startsWith(mod)
        ? /^\S.*?(?= was | is | has )/.exec(message)?.[0]
        : undefined;
  return name === undefined ? undefined : { name, rest: message.slice(name.length) };
}
