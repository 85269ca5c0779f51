import { FactorioLockError, isRangeFault, isSafeName, parseRange } from "@factorio-lock/core";
import { quoteWord } from "./quote-word.ts";

/** A mod as a command names it: `NAME`, `NAME@RANGE`, or the notation of the game. */
export interface AskedMod {
  readonly name: string;
  /** False keeps the mod out; undefined leaves the choice to the command. */
  readonly range: string | false | undefined;
}

/**
 * Reads the mods that a command names.
 *
 * @throws FactorioLockError USAGE for an invalid name or range, or a mod that is named twice.
 */
export function askedMods(texts: readonly string[]): AskedMod[] {
  const asked = new Map<string, string>();
  return texts.map((text) => {
    const mod = askedMod(text);
    const before = asked.get(mod.name);
    if (before !== undefined) {
      throw new FactorioLockError("USAGE", `${mod.name} is named twice: "${before}" and "${text}".`, {
        hint: `name it once; several conditions make one range, such as "${mod.name}@>= 1.0, < 2.0".`,
      });
    }
    asked.set(mod.name, text);
    return mod;
  });
}

/**
 * Reads `NAME`, `NAME@RANGE`, `NAME@false`, or `NAME >= VERSION` in the game's own notation.
 *
 * @throws FactorioLockError USAGE for an invalid name or range.
 * @example askedMod("jetpack@^0.4.0") // { name: "jetpack", range: "^0.4.0" }
 */
export function askedMod(text: string): AskedMod {
  const at = text.indexOf("@");
  // The game's own notation, as a dependency is written.
  const [, word = "", condition] = at < 0 ? (/^([^<>=~^!]+?)\s*([<>=~^!].*)$/.exec(text.trim()) ?? []) : [];
  if (condition !== undefined) return askedMod(`${word}@${condition}`);
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  if (!isSafeName(name)) {
    throw new FactorioLockError("USAGE", `"${name}" is not a mod name.`, {
      hint: "a mod's name is the last part of the address of its page on the mod portal.",
    });
  }
  if (at < 0) return { name, range: undefined };
  const range = text.slice(at + 1).trim();
  if (range === "false") return { name, range: false };
  if (/^(?:latest|newest|stable)$/i.test(range)) {
    throw new FactorioLockError("USAGE", `"${text}": there is no version "${range}".`, {
      hint: `\`factorio-lock add ${quoteWord(name)}\` takes the newest release that fits.`,
    });
  }
  const [, bare] = /^v(\d.*)$/i.exec(range) ?? [];
  if (bare !== undefined && !isRangeFault(parseRange(bare))) {
    throw new FactorioLockError("USAGE", `"${text}": a version has no "v" before it.`, {
      hint: `did you mean \`factorio-lock add ${quoteWord(`${name}@${bare}`)}\`?`,
    });
  }
  const read = parseRange(range);
  if (isRangeFault(read)) throw new FactorioLockError("USAGE", `"${text}": ${read.fault}.`, { hint: `${read.hint}.` });
  return { name, range };
}
