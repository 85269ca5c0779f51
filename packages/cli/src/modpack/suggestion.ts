import type { ManifestChange } from "@factorio-lock/core";

/** The words of a command after the program's name. */
export type Words = readonly string[];

/** The single command that makes all these changes of the manifest. */
export function commandFor(changes: readonly ManifestChange[]): Words {
  const named = (kind: "remove" | "disable" | "enable"): string[] =>
    changes.flatMap((change) => (change.kind === kind ? change.names : []));
  const parts = [
    { flag: "set", words: changes.flatMap((change) => setting(change) ?? []) },
    { flag: "remove", words: named("remove") },
    { flag: "disable", words: named("disable") },
    { flag: "enable", words: named("enable") },
    { flag: "add", words: changes.flatMap((change) => addedWord(change) ?? []) },
  ].filter(({ words }) => words.length > 0);
  const [part] = parts;
  if (part && parts.length === 1) {
    const { flag, words } = part;
    if (flag !== "set") return [flag, ...words];
    if (words.length === 1) return ["set", ...(words[0] as string).split("=")];
  }
  return ["edit", ...parts.flatMap(({ flag, words }) => words.flatMap((word) => [`--${flag}`, word]))];
}

function addedWord(change: ManifestChange): string | undefined {
  if (change.kind === "range") return `${change.name}@${change.text}`;
  if (change.kind === "newest") return change.name;
  return change.kind === "refuse" ? `${change.name}@false` : undefined;
}

function setting(change: ManifestChange): string | undefined {
  if (change.kind === "expansion") return "expansion=true";
  return change.kind === "factorio" ? `factorio=${change.text}` : undefined;
}

/**
 * A command as it is typed, quoted for every usual shell; undefined if a word cannot be quoted so.
 *
 * @example shellCommand(["add", "lamp-lib@>= 1.0"]) // factorio-lock add "lamp-lib@>= 1.0"
 */
export function shellCommand(words: Words): string | undefined {
  const quotedWords = words.map(quote);
  return quotedWords.includes(undefined) ? undefined : ["factorio-lock", ...quotedWords].join(" ");
}

/** Words as they are typed in a shell, for display only: a word that cannot be quoted is left as it is. */
export function typedWords(words: Words): string {
  return words.map((word) => quote(word) ?? word).join(" ");
}

/**
 * Quotes a word for any shell: bare if possible, in double quotes if all shells read it alike there, else in single quotes,
 * which all shells but cmd.exe know. Undefined if it cannot be quoted.
 */
function quote(word: string): string | undefined {
  if (/^(?:--?)?[A-Za-z0-9_./][A-Za-z0-9_.@/:=-]*$/.test(word)) return word;
  // A backslash is literal only if no other backslash, no quotation mark or special character and no end follows.
  if (/^(?:[^\p{Cc}"“”„‟`$%!\\]|\\(?=[^\\"“”„‟`$%!\p{Cc}]))*$/u.test(word)) return `"${word}"`;
  return /^[^\p{Cc}'‘’‚‛\\]*$/u.test(word) ? `'${word}'` : undefined;
}
