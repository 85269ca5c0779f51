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
 * The names that resolving `roots` may need, according to the cache: the transitive closure of the roots over required
 * and recommended mods. Nearest first, so that truncating the list drops the least likely names.
 *
 * Only releases for `line` count, or all if it is undefined.
 */
export function reachable(
  roots: readonly string[],
  read: (name: string) => ModInfo | undefined,
  line: GameLine | undefined,
): string[] {
  const wanted = new Set(roots);
  const parsed = new Map<string, string | undefined>();
  const serves = new Map<string, boolean>();
  const isForLine = ({ factorioVersion }: Release): boolean => {
    let answer = serves.get(factorioVersion);
    if (answer === undefined) serves.set(factorioVersion, (answer = !line || lineServes(factorioVersion, line)));
    return answer;
  };
  for (const name of wanted) {
    // Releases of a mod mostly share their dependencies, so each distinct list is read once.
    for (const dependencies of new Set(read(name)?.releases.filter(isForLine).map(dependencyStrings))) {
      for (const text of dependencies) {
        if (!parsed.has(text)) parsed.set(text, requiredName(text));
        const other = parsed.get(text);
        if (other !== undefined) wanted.add(other);
      }
    }
  }
  return [...wanted];
}

/** The mod that a dependency string requires or recommends; undefined if there is none, or if it is builtin. */
function requiredName(text: string): string | undefined {
  // Most entries that bring no mod are recognised by their first character, which saves the time to parse them.
  if (/^\s*[?!(]/.test(text)) return undefined;
  const dependency = parseDependency(text);
  if (isUnreadable(dependency) || isBuiltin(dependency.name) || !isSafeName(dependency.name)) return undefined;
  return isDemandOrRecommendation(dependency.kind) ? dependency.name : undefined;
}
