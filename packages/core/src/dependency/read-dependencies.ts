import { type Dependency, isUnreadable, parseDependency, type UnreadableDependency } from "./dependency.ts";

/** A cache of parsed dependency strings by their text: each is parsed once, so equal texts share one object. */
export type KnownStrings = Map<string, Dependency | UnreadableDependency>;

/** The dependencies of a release, decoded. */
export interface ReadDependencies {
  readonly dependencies: readonly Dependency[];
  readonly unreadable: readonly UnreadableDependency[];
}

/** A release's dependency strings with what they say. */
interface ReadStrings extends ReadDependencies {
  readonly strings: readonly string[];
  readonly read: readonly (Dependency | UnreadableDependency)[];
}

const NONE: readonly UnreadableDependency[] = [];

/** Reads a release's dependency strings, apart by whether they can be read, each kind in the release's order. */
export function readDependencies(strings: readonly string[], known: KnownStrings): ReadDependencies {
  const { dependencies, unreadable } = readAfter(undefined, strings, (text) => readOnce(text, known));
  return { dependencies, unreadable };
}

/** Reads the dependency strings of the releases of one mod. */
export function readReleases(releases: readonly (readonly string[])[], known: KnownStrings): ReadDependencies[] {
  // The table of all mods' strings is too large for the processor's caches, and most strings of a mod stand in several releases.
  const own: KnownStrings = new Map();
  const read = (text: string): Dependency | UnreadableDependency => {
    let found = own.get(text);
    if (!found) own.set(text, (found = readOnce(text, known)));
    return found;
  };
  const all: ReadStrings[] = [];
  for (const strings of releases) all.push(readAfter(all.at(-1), strings, read));
  return all;
}

function readOnce(text: string, known: KnownStrings): Dependency | UnreadableDependency {
  let read = known.get(text);
  if (!read) known.set(text, (read = parseDependency(text)));
  return read;
}

/** Reads strings after those of another release: most releases say nearly the same, and one that says just the same shares its lists. */
function readAfter(
  before: ReadStrings | undefined,
  strings: readonly string[],
  read: (text: string) => Dependency | UnreadableDependency,
): ReadStrings {
  const all: (Dependency | UnreadableDependency)[] = [];
  let isSame = before?.strings.length === strings.length;
  let isClear = true;
  for (let at = 0; at < strings.length; at++) {
    const text = strings[at]!;
    let one = before?.strings[at] === text ? before.read[at] : undefined;
    if (!one) {
      isSame = false;
      one = read(text);
    }
    if (isUnreadable(one)) isClear = false;
    all.push(one);
  }
  if (before && isSame) return before;
  if (isClear) return { strings, read: all, dependencies: all as Dependency[], unreadable: NONE };
  const dependencies = all.filter((one): one is Dependency => !isUnreadable(one));
  return { strings, read: all, dependencies, unreadable: all.filter(isUnreadable) };
}

/** Reads the dependency strings of a single mod. */
export function parseDependencies(strings: readonly string[]): ReadDependencies {
  return readDependencies(strings, new Map());
}
