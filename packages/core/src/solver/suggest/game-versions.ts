import { formatLine, type GameVersion, lineServes, parseGameVersion } from "../../game/game-version.ts";
import { isBuiltin } from "../../mod/mod-name.ts";
import { formatPacked, MAX_PART, unpack } from "../../version/version.ts";
import type { UnsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import { entriesAbout } from "../facts/mentions.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { requestedNames } from "../request/order.ts";
import type { Session } from "../session/session.ts";

/** Game versions other than the manifest's that may mend a request, each kind with the nearest to it first. */
export interface GameVersions {
  /** Those that some fact names, to the patch. */
  readonly exact: readonly string[];
  /** The manifest's line, where the manifest names an exact version. */
  readonly line: readonly string[];
  /** Lines that some fact names or that mods are made for. */
  readonly otherLines: readonly string[];
}

/**
 * Game versions for which everything that the manifest asks for has releases.
 *
 * @param nodes the mods that the facts are about.
 */
export function gameVersions({ session, facts }: UnsatisfiableCore, nodes: readonly ModNode[]): GameVersions {
  const { game } = session.world.request;
  const own = formatLine(game.line);
  const named = namedVersions(facts);
  const served = (texts: readonly string[]): string[] =>
    [...new Set(texts)].filter((text) => text !== game.text && isServed(session, text));
  const exact = named.filter((version) => !isEndOfLine(version) && version !== game.packed);
  const lines = [...named.filter(isEndOfLine).map(lineOf), ...linesOf(session, nodes)];
  return {
    exact: served(nearestVersions(exact, game).map(formatPacked)),
    line: game.exact ? served([own]) : [],
    otherLines: served(nearestLines(lines, own).filter((line) => line !== own)),
  };
}

/** The versions on which the facts' bounds on builtin mods just hold, packed. */
function namedVersions(facts: UnsatisfiableCore["facts"]): number[] {
  const named = new Set<number>();
  for (const { cause } of facts) {
    if (cause.kind !== "dependency" || !isBuiltin(cause.edge.to.name)) continue;
    for (const { constraint } of entriesAbout(cause.edge.from.mentions, cause.edge.to.name)) {
      if (!constraint) continue;
      const { operator, version } = constraint;
      named.add(version.packed + (operator === ">" ? 1 : operator === "<" ? -1 : 0));
    }
  }
  return [...named].filter((version) => version >= 0);
}

/** Whether the version is the last before the next line, which stands for any of its line. */
function isEndOfLine(version: number): boolean {
  return unpack(version)[2] === MAX_PART;
}

function lineOf(version: number): string {
  const [major, minor] = unpack(version);
  return formatLine({ major, minor });
}

/** The lines that the portal's mods among the nodes are made for. */
function linesOf({ reader }: Session, nodes: readonly ModNode[]): string[] {
  return nodes.flatMap(({ name, origin }) => {
    const releases = origin === "portal" ? (reader.info(name)?.releases ?? []) : [];
    return releases.flatMap(({ factorioVersion }) => {
      const made = parseGameVersion(factorioVersion);
      return made ? [formatLine(made.line)] : [];
    });
  });
}

/** Those of the game's own line first, the nearest of them before others. */
function nearestVersions(versions: readonly number[], game: GameVersion): number[] {
  const own = formatLine(game.line);
  const isOther = (version: number): number => (lineOf(version) === own ? 0 : 1);
  const distance = (version: number): number => Math.abs(version - game.packed);
  return [...versions].sort((a, b) => isOther(a) - isOther(b) || distance(a) - distance(b) || b - a);
}

/** Lines by how many others lie between; of two that are equally far the newer first. */
function nearestLines(lines: readonly string[], own: string): string[] {
  const rank = (line: string): number => parseGameVersion(line)?.packed ?? 0;
  const sorted = [...new Set([...lines, own])].sort((a, b) => rank(b) - rank(a));
  const distance = (line: string): number => Math.abs(sorted.indexOf(line) - sorted.indexOf(own));
  return [...sorted].sort((a, b) => distance(a) - distance(b));
}

/** Whether every mod of the portal that the manifest asks for has some release for the game version. */
function isServed({ world, reader }: Session, text: string): boolean {
  const line = parseGameVersion(text)?.line;
  if (!line) return false;
  return requestedNames(world.request).every((name) => {
    const info = reader.info(name);
    return !info || info.releases.some(({ factorioVersion }) => lineServes(factorioVersion, line));
  });
}
