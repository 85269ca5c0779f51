import { type Dependency, isUnreadable, parseDependency, type UnreadableDependency } from "./dependency.ts";

/** A cache of parsed dependency strings by their text: each is parsed once, so equal texts share one object. */
export type KnownStrings = Map<string, Dependency | UnreadableDependency>;

/** The dependencies of a release, decoded. */
export interface ReadDependencies {
  readonly dependencies: readonly Dependency[];
  readonly unreadable: readonly UnreadableDependency[];
}

/** Parses a release's dependency strings into readable and unreadable ones, each list in the release's order. */
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

/** Parses the dependency strings of a single mod. */
export function parseDependencies(strings: readonly string[]): ReadDependencies {
  return readDependencies(strings, new Map());
}
