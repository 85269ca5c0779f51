import {
  candidates,
  dependencyStrings,
  type GameLine,
  isBuiltin,
  isDemand,
  isSafeName,
  isUnreadable,
  type ModInfo,
  parseDependency,
} from "@factorio-lock/core";

/**
 * The names that resolving from `roots` may ask for, as far as the cache knows: the roots, and what the releases reached
 * from them require or recommend. Nearest first, so that a cut leaves out what is least likely.
 *
 * Only releases for `line` count; without it all do.
 */
export function reachable(
  roots: readonly string[],
  read: (name: string) => ModInfo | undefined,
  line: GameLine | undefined,
): string[] {
  const wanted = new Set(roots);
  const parsed = new Map<string, string | undefined>();
  for (const name of wanted) {
    const info = read(name);
    if (!info) continue;
    for (const dependencies of new Set((line ? candidates(info, line) : info.releases).map(dependencyStrings))) {
      for (const text of dependencies) {
        if (!parsed.has(text)) parsed.set(text, demanded(text));
        const other = parsed.get(text);
        if (other !== undefined) wanted.add(other);
      }
    }
  }
  return [...wanted];
}

/** The mod that a dependency string may bring in; undefined where it brings none. */
function demanded(text: string): string | undefined {
  const dependency = parseDependency(text);
  if (isUnreadable(dependency) || isBuiltin(dependency.name) || !isSafeName(dependency.name)) return undefined;
  return isDemand(dependency.kind) || dependency.kind === "recommended" ? dependency.name : undefined;
}
