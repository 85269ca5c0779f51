import { type Dependency, isUnreadable, parseDependency, type UnreadableDependency } from "./dependency.ts";

/** Dependency strings that were read, by their text: each is read once, and equal text is the same object. */
export type KnownStrings = Map<string, Dependency | UnreadableDependency>;

/** The dependencies of a release, decoded. */
export interface ReadDependencies {
  readonly dependencies: readonly Dependency[];
  readonly unreadable: readonly UnreadableDependency[];
}

/** Reads a release's dependency strings, apart by whether they can be read, each kind in the release's order. */
export function readDependencies(strings: readonly string[], known: KnownStrings): ReadDependencies {
  const dependencies: Dependency[] = [];
  const unreadable: UnreadableDependency[] = [];
  for (const text of strings) {
    let read = known.get(text);
    if (!read) known.set(text, (read = parseDependency(text)));
    if (isUnreadable(read)) unreadable.push(read);
    else dependencies.push(read);
  }
  return { dependencies, unreadable };
}

/** Reads the dependency strings of a single mod. */
export function parseDependencies(strings: readonly string[]): ReadDependencies {
  return readDependencies(strings, new Map());
}
