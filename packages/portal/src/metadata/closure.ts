import {
  dependencyStrings,
  type GameLine,
  isBuiltin,
  isDemandOrRecommendation,
  isSafeName,
  isUnreadable,
  lineServes,
  type ModInfo,
  parseDependency,
  type Release,
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
  const serves = new Map<string, boolean>();
  const counts = ({ factorioVersion }: Release): boolean => {
    let answer = serves.get(factorioVersion);
    if (answer === undefined) serves.set(factorioVersion, (answer = !line || lineServes(factorioVersion, line)));
    return answer;
  };
  for (const name of wanted) {
    // Releases of a mod mostly share their list of dependencies: each is looked at once.
    for (const dependencies of new Set(read(name)?.releases.filter(counts).map(dependencyStrings))) {
      for (const text of dependencies) {
        if (!parsed.has(text)) parsed.set(text, demanded(text));
        const other = parsed.get(text);
        if (other !== undefined) wanted.add(other);
      }
    }
  }
  return [...wanted];
}

/** The mod that a dependency string may bring in; undefined if it brings none. */
function demanded(text: string): string | undefined {
  // Most entries that bring no mod are known by their first character, without the time to parse them.
  if (/^\s*[?!(]/.test(text)) return undefined;
  const dependency = parseDependency(text);
  if (isUnreadable(dependency) || isBuiltin(dependency.name) || !isSafeName(dependency.name)) return undefined;
  return isDemandOrRecommendation(dependency.kind) ? dependency.name : undefined;
}
