import type { Dependency } from "../../dependency/dependency.ts";
import { listOf } from "../../text/list-of.ts";
import type { Interval } from "../../version/version-set.ts";
import type { Edge } from "../facts/edge.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { complement, has, type IndexSet, intersect, members } from "../facts/index-set.ts";
import { entriesAbout } from "../facts/mentions.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { allOf, object, subject, versionOf, whoRefuses } from "../request/words.ts";
import type { Session } from "../session/session.ts";
import { gameWords, thisGame } from "./game-words.ts";
import { noRelease } from "./no-release.ts";
import { type UnmetRange, unmetRanges } from "./unmet-range.ts";

/** Words a dependency of releases on another mod as a clause. */
export function dependencyWords(session: Session, edge: Edge, { terms }: Incompatibility): string {
  const { to } = edge;
  const at = terms.find(({ mod }) => mod === edge.from.id)!.set;
  const against = terms.find(({ mod }) => mod === to.id)?.set;
  const { words, plural } = subject(edge.from, at);
  const need = plural ? "need" : "needs";
  if (!against) return `${words} ${need} ${unmeetable(session, edge, at, plural)}`;
  const allowed = complement(against, to.size);
  const releases = intersect(allowed, allOf(to));
  if (!has(allowed, 0)) return `${words} ${need} ${object(to, releases)}`;
  const refuses = entriesOf(edge, at).some(({ kind }) => kind === "incompatible");
  if (releases.length === 0 && !refuses && to.origin !== "builtin") {
    return `${words} ${plural ? "work" : "works"} only with ${unmetWords(edge, at)}`;
  }
  if (releases.length === 0 && refuses) {
    if (words.startsWith("every ")) return `no ${words.slice("every ".length)} works with ${to.name}`;
    return `${words} ${plural ? "do" : "does"} not work with ${to.name}`;
  }
  if (to.origin === "builtin") {
    return `${words} ${plural ? "work" : "works"} only with ${gameWords(session.world, to, entriesOf(edge, at))}`;
  }
  return `${words} ${plural ? "work" : "works"} only with ${object(to, releases)}`;
}

/** The requirement of the releases in `at`, which no release of the other mod meets, with the reason. */
function unmeetable(session: Session, edge: Edge, at: IndexSet, plural: boolean): string {
  const { to } = edge;
  const { world } = session;
  const { game } = world.request;
  switch (to.origin) {
    case "unknown":
      return `${to.name}, which the mod portal does not know`;
    case "refused":
      return `${to.name}, which ${whoRefuses(world.request, to.name)}`;
    case "no-expansion":
      return `${to.name}, which is part of the Space Age expansion, but your mods.yaml says that you do not have it`;
    case "no-such-builtin":
      return `${to.name}, which ${thisGame(world)} does not have`;
    case "builtin":
      if (entriesOf(edge, at).some(({ kind }) => kind === "incompatible")) break;
      return gameWords(world, to, entriesOf(edge, at));
    case "path":
      if (to.size === 0) return `${to.name}, but your own is not made for Factorio ${game.text}`;
      break;
    case "portal":
      if (to.size === 0) return `${to.name}, which has ${noRelease(session, to.name)}`;
      break;
  }
  const contradicts = unmetRanges(edge, at).every((range) => range.words === "");
  if (contradicts) return `${to.name}, but ${plural ? "do" : "does"} not work with it`;
  return unmetWords(edge, at);
}

/** With more ranges than this, only the mod is named. */
const MOST_RANGES = 3;

/** The most releases that are listed. */
const MOST_LISTED = 3;

/** The other mod with the ranges that the releases in `at` require, and the releases that it has instead. */
export function unmetWords(edge: Edge, at: IndexSet): string {
  const { to } = edge;
  const ranges = unmetRanges(edge, at);
  if (ranges.length > MOST_RANGES) {
    return `another ${to.name}, but ${availableWords(to, ranges) ?? "no release for this Factorio fits"}`;
  }
  const range = listOf(
    ranges.map(({ words }) => words).filter((words) => words !== ""),
    "or",
  );
  return `${to.name} ${range}, but ${availableWords(to, ranges) ?? noneWords(ranges)}`;
}

/**
 * The available releases of a mod, none of which is in these ranges, as a clause; undefined if there is no short
 * wording.
 */
function availableWords(node: ModNode, ranges: readonly UnmetRange[]): string | undefined {
  const oldest = versionOf(node, 1);
  const newest = versionOf(node, node.size);
  if (node.origin === "path") return `your own is ${newest.text}`;
  if (node.size === 1) return `for this Factorio there is only ${newest.text}`;
  if (areExact(ranges)) {
    if (node.size > MOST_LISTED) return undefined;
    const all = members(allOf(node)).map((state) => versionOf(node, state).text);
    return `for this Factorio there are only ${listOf(all)}`;
  }
  if (every(ranges, ({ low }) => low > newest.packed)) return `the newest for this Factorio is ${newest.text}`;
  if (every(ranges, ({ high }) => high < oldest.packed)) return `the oldest for this Factorio is ${oldest.text}`;
  return undefined;
}

/** Says that there is no release in these ranges, as a clause. */
function noneWords(ranges: readonly UnmetRange[]): string {
  return areExact(ranges)
    ? "there is no such release for this Factorio"
    : "no release for this Factorio is in that range";
}

/** Whether each range is a single version. */
function areExact(ranges: readonly UnmetRange[]): boolean {
  return every(ranges, ({ low, high }) => low === high);
}

function every(ranges: readonly UnmetRange[], holds: (versions: Interval) => boolean): boolean {
  return ranges.every(({ versions: [first] }) => first !== undefined && holds(first));
}

/** An edge's entries in the releases in `at`. */
export function entriesOf({ from, to }: Edge, at: IndexSet): Dependency[] {
  return entriesAbout(from.mentions, to.name, at);
}
