import { numberOf } from "./number-of.ts";

/** The kinds of R2, by the signs that stand for them. */
export type Sign = "" | "~" | "?" | "(?)" | "+" | "!";

/** A dependency string that says something of another mod. */
export interface Entry {
  readonly sign: Sign;
  readonly name: string;
  /** The comparison, where one counts. */
  readonly bound?: { readonly operator: "<" | "<=" | "=" | ">=" | ">"; readonly version: number };
  readonly text: string;
}

/** One that cannot be read: only the sign of its kind is known. */
export interface Unclear {
  readonly sign: Sign;
  readonly unclear: true;
  readonly text: string;
}

/** The longest string that is read (docs/factorio.md, 8.1). */
const LONGEST = 1000;

const NAME = new Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-. ");

const OPERATORS: Readonly<Record<string, NonNullable<Entry["bound"]>["operator"]>> = {
  "<": "<",
  "<=": "<=",
  "=<": "<=",
  "=": "=",
  "==": "=",
  ">": ">",
  ">=": ">=",
  "=>": ">=",
};

/** Reads a dependency string. Source: docs/factorio.md, 8.1. */
export function readEntry(written: string): Entry | Unclear {
  const text = written.trim();
  const sign = signOf(text);
  const unclear: Unclear = { sign, unclear: true, text };
  if (written.length > LONGEST) return unclear;
  let at = sign.length;
  let name = "";
  while (at < text.length && !"<>=!".includes(text[at] as string)) name += text[at++];
  name = name.trim();
  if (name === "" || name.split("").some((letter) => !NAME.has(letter))) return unclear;
  if (at === text.length) return { sign, name, text };
  let operator = "";
  while (at < text.length && "<>=!".includes(text[at] as string)) operator += text[at++];
  const known = OPERATORS[operator];
  const version = versionAlone(text.slice(at).trim());
  if (known === undefined || version === undefined) return unclear;
  return sign === "!" ? { sign, name, text } : { sign, name, bound: { operator: known, version }, text };
}

export function isClear(entry: Entry | Unclear): entry is Entry {
  return !("unclear" in entry);
}

/** Whether it takes the other mod's being there (R2). */
export function demands({ sign }: Pick<Entry, "sign">): boolean {
  return sign === "" || sign === "~";
}

/** Whether the other mod loads first, where it is there (R5). */
export function loadsAfter({ sign }: Pick<Entry, "sign">): boolean {
  return sign !== "~" && sign !== "!";
}

/** Whether the other mod may be there in this version. */
export function allows({ sign, bound }: Entry, version: number): boolean {
  if (sign === "!") return false;
  switch (bound?.operator) {
    case undefined:
      return true;
    case "<":
      return version < bound.version;
    case "<=":
      return version <= bound.version;
    case "=":
      return version === bound.version;
    case ">=":
      return version >= bound.version;
    case ">":
      return version > bound.version;
  }
}

function signOf(text: string): Sign {
  if (text.startsWith("(?)")) return "(?)";
  const first = text[0] ?? "";
  return first === "~" || first === "?" || first === "+" || first === "!" ? first : "";
}

/** A version and nothing else: numbers and dots, of which the first three numbers count. */
function versionAlone(text: string): number | undefined {
  const plain = text.split("").every((letter) => letter === "." || (letter >= "0" && letter <= "9"));
  return plain ? numberOf(text) : undefined;
}
