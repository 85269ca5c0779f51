import { isSafeName, parseVersion } from "@factorio-lock/core";
import { usageError } from "../command/usage-error.ts";
import { quoteWord } from "../modpack/quote-word.ts";

/** Hints for commands of other programs. */
const COMMAND_HINTS: ReadonlyMap<string, string> = new Map([
  ["uninstall", "did you mean `factorio-lock remove`?"],
  ["rm", "did you mean `factorio-lock remove`?"],
  ["i", "did you mean `factorio-lock install`?"],
]);

/** Hints for options of other commands and programs, by command and option. */
const OPTION_HINTS: ReadonlyMap<string, string> = new Map([
  ["mirror serve --port", "did you mean `--listen`, with the port or HOST:PORT?"],
  ["export -o", "write the file after the format: `factorio-lock export FORMAT FILE`."],
  ["export --output", "write the file after the format: `factorio-lock export FORMAT FILE`."],
]);

/** The hint for an option that the command does not have; undefined if none is known. */
export function optionHint(words: readonly string[], option: string): string | undefined {
  return OPTION_HINTS.get([...words, option].join(" "));
}

/** The hint for a command that only other programs have; undefined if none is known. */
export function commandHint(word: string): string | undefined {
  return COMMAND_HINTS.get(word);
}

/**
 * Refuses arguments that would be right elsewhere, with a hint at what was meant: the address of a mod's page, a version
 * next to a name.
 *
 * @throws FactorioLockError USAGE
 */
export function refuseMistaken(command: string, words: readonly string[]): void {
  if (command === "add") for (const [at, word] of words.entries()) refuseAdded(word, words[at - 1]);
  if (command === "install") refuseInstalled(words);
  if (command === "update") for (const word of words) refuseUpdated(word);
  if (command === "diff" && words.length === 1) refuseRange(words[0] as string);
}

function refuseAdded(word: string, before: string | undefined): void {
  const name = pageOf(word);
  if (name !== undefined) {
    throw usageError(
      `"${word}" is the address of a mod's page, not a mod's name.`,
      didYouMean(`add ${quoteWord(name)}`),
    );
  }
  if (/^(?:\.{0,2}[/\\]|~[/\\]|[A-Za-z]:[/\\])/.test(word)) {
    const path = word.replaceAll("\\", "/");
    const like = `\`my-mod: { path: ${/^[\w./~-]+$/.test(path) ? path : JSON.stringify(path)} }\``;
    throw usageError(
      `"${word}" is a place on the disk, not a mod's name.`,
      `write in mods.yaml, among the mods: ${like}`,
    );
  }
  if (before !== undefined && isSafeName(before) && parseVersion(word)) {
    throw usageError(`"${word}" is a version, not a mod's name.`, didYouMean(`add ${quoteWord(`${before}@${word}`)}`));
  }
}

function refuseInstalled([word]: readonly string[]): void {
  if (word === undefined) return;
  const mod = pageOf(word) ?? word;
  const name = isSafeName(mod.split("@", 1)[0] as string) ? quoteWord(mod) : "NAME";
  throw usageError(
    `factorio-lock install takes no mods: it installs what mods.lock names, not "${word}".`,
    `\`factorio-lock add ${name}\` adds a mod.`,
  );
}

function refuseUpdated(word: string): void {
  const at = word.indexOf("@");
  const name = word.slice(0, at);
  if (at < 0 || !isSafeName(name)) return;
  const wanted = word.slice(at + 1);
  const hint = parseVersion(wanted)
    ? didYouMean(`update ${quoteWord(name)} --precise ${wanted}`)
    : `\`factorio-lock add ${quoteWord(word)}\` changes what mods.yaml asks for.`;
  throw usageError(`factorio-lock update takes the names of mods, not "${word}".`, hint);
}

/** Refuses two git revisions in one word. A path has a slash next to its dots, and no revision has two dots in it. */
function refuseRange(word: string): void {
  const [, from, to] = /^([^.](?:.*[^./\\])?)\.{2,3}([^./\\].*)$/.exec(word) ?? [];
  if (from === undefined || to === undefined || to.endsWith(".lock")) return;
  throw usageError(`"${word}" is two revisions in one word.`, didYouMean(`diff ${quoteWord(from)} ${quoteWord(to)}`));
}

/** The name of the mod if the word is the address of its page on the mod portal. */
function pageOf(word: string): string | undefined {
  const part = /^(?:https?:\/\/)?mods\.factorio\.com\/mod\/([^/?#]+)/i.exec(word)?.[1];
  if (part === undefined) return undefined;
  try {
    const name = decodeURIComponent(part);
    return isSafeName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

function didYouMean(command: string): string {
  return `did you mean \`factorio-lock ${command}\`?`;
}
