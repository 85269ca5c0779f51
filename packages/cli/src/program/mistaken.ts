import { isSafeName, parseVersion } from "@factorio-lock/core";
import { usageError } from "../command/usage-error.ts";

/** Where a command of another program leads, as a hint. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["uninstall", "did you mean `factorio-lock remove`?"],
  ["rm", "did you mean `factorio-lock remove`?"],
  ["i", "did you mean `factorio-lock install`?"],
]);

/** Where an option leads that another command or program has, as a hint: by command and option. */
const OPTIONS_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["mirror serve --port", "did you mean `--listen`, with the port or HOST:PORT?"],
  ["export -o", "write the file behind the format: `factorio-lock export FORMAT FILE`."],
  ["export --output", "write the file behind the format: `factorio-lock export FORMAT FILE`."],
]);

/** The hint for an option that a command does not have, but others; undefined for one that nobody is known to mean. */
export function optionElsewhere(words: readonly string[], option: string): string | undefined {
  return OPTIONS_ELSEWHERE.get([...words, option].join(" "));
}

/** The hint for a command that other programs have; undefined for one that nobody is known to mean. */
export function commandElsewhere(word: string): string | undefined {
  return ELSEWHERE.get(word);
}

/**
 * Refuses arguments that are right elsewhere and mean nothing here, with what was meant: the address of a mod's page, a
 * version next to a name.
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
    throw usageError(`"${word}" is the address of a mod's page, not a mod's name.`, meant(`add ${quoted(name)}`));
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
    throw usageError(`"${word}" is a version, not a mod's name.`, meant(`add ${quoted(`${before}@${word}`)}`));
  }
}

function refuseInstalled([word]: readonly string[]): void {
  if (word === undefined) return;
  const mod = pageOf(word) ?? word;
  const name = isSafeName(mod.split("@", 1)[0] as string) ? quoted(mod) : "NAME";
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
    ? meant(`update ${quoted(name)} --precise ${wanted}`)
    : `\`factorio-lock add ${quoted(word)}\` changes what mods.yaml asks for.`;
  throw usageError(`factorio-lock update takes the names of mods, not "${word}".`, hint);
}

/** Two revisions of git as one word. A path has a slash next to its dots, and no revision has two dots in it. */
function refuseRange(word: string): void {
  const [, from, to] = /^([^.](?:.*[^./\\])?)\.{2,3}([^./\\].*)$/.exec(word) ?? [];
  if (from === undefined || to === undefined || to.endsWith(".lock")) return;
  throw usageError(`"${word}" is two revisions in one word.`, meant(`diff ${quoted(from)} ${quoted(to)}`));
}

/** The name of the mod whose page on the mod portal this is. */
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

function meant(command: string): string {
  return `did you mean \`factorio-lock ${command}\`?`;
}

/** A word as every shell takes it. */
function quoted(word: string): string {
  return /^[\w.@/~-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, "")}"`;
}
