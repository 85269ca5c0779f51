import { formatLine, type GameVersion, lineServes, parseGameVersion } from "../../game/game-version.ts";
import { isBuiltin } from "../../mod/mod-name.ts";
import { formatPacked, MAX_PART, unpack } from "../../version/version.ts";
import type { UnsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import { entriesAbout } from "../facts/mentions.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { requestedNames } from "../request/order.ts";
import type { Session } from "../session/session.ts";

/** Game versions other than the manifest's that may make a request solvable, each list with the nearest first. */
export interface GameVersions {
  /** Exact versions that a fact names. */
  readonly exact: readonly string[];
  /** The manifest's line, if the manifest names an exact version. */
  readonly line: readonly string[];
  /** Other lines that a fact names or that mods are made for. */
  readonly otherLines: readonly string[];
}

/**
 * The game versions for which all requested mods have releases.
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

/** The packed versions at the ends of the facts' ranges for builtin mods. */
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

/** Whether the version is the last of its line, which stands for the whole line. */
function isEndOfLine(version: number): boolean {
  return unpack(version)[2] === MAX_PART;
}

function lineOf(version: number): string {
  const [major, minor] = unpack(version);
  return formatLine({ major, minor });
}

/** The game lines for which the nodes' mods on the portal have releases. */
function linesOf({ reader }: Session, nodes: readonly ModNode[]): string[] {
  return nodes.flatMap(({ name, origin }) => {
    const releases = origin === "portal" ? (reader.info(name)?.releases ?? []) : [];
    return releases.flatMap(({ factorioVersion }) => {
      const made = parseGameVersion(factorioVersion);
      return made ? [formatLine(made.line)] : [];
    });
  });
}

/** Sorts versions: those of the game's own line first, and nearer ones first. */
function nearestVersions(versions: readonly number[], game: GameVersion): number[] {
  const own = formatLine(game.line);
  const isOther = (version: number): number => (lineOf(version) === own ? 0 : 1);
  const distance = (version: number): number => Math.abs(version - game.packed);
  return [...versions].sort((a, b) => isOther(a) - isOther(b) || distance(a) - distance(b) || b - a);
}

/** Sorts lines by the number of lines in between; of two equally distant ones the newer comes first. */
function nearestLines(lines: readonly string[], own: string): string[] {
  const rank = (line: string): number => parseGameVersion(line)?.packed ?? 0;
  const sorted = [...new Set([...lines, own])].sort((a, b) => rank(b) - rank(a));
  const distance = (line: string): number => Math.abs(sorted.indexOf(line) - sorted.indexOf(own));
  return [...sorted].sort((a, b) => distance(a) - distance(b));
}

/** Whether every requested mod on the portal has a release for the game version. */
function isServed({ world, reader }: Session, text: string): boolean {
  const line = parseGameVersion(text)?.line;
  if (!line) return false;
  return requestedNames(world.request).every((name) => {
    const info = reader.info(name);
    return !info || info.releases.some(({ factorioVersion }) => lineServes(factorioVersion, line));
  });
}
