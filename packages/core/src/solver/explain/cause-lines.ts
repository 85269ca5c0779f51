import { compareNames } from "../../mod/mod-name.ts";
import { listOf } from "../../text/list-of.ts";
import { type Cause as FactCause, type Incompatibility } from "../facts/incompatibility.ts";
import { sentence } from "../request/words.ts";
import type { Cause } from "./certain-lacks.ts";
import { factWords } from "./fact-words.ts";
import { lackWords, SUBJECT } from "./lack-words.ts";

/** A mod that is unavailable, or unavailable in the requested range, and the mods that need it. */
interface Lack {
  /** Why it is unavailable, as a clause without the mods that need it. */
  readonly words: string;
  /** The mods that need it directly; empty if the manifest itself asks for it. */
  readonly needing: readonly string[];
}

/**
 * Why a request has no answer, in one sentence per cause: first each unavailable mod with all mods of the manifest that
 * need it, then the mods that do not fit together.
 *
 * @param near a similar name for each name that the portal does not know.
 */
export function causeLines(cores: readonly Cause[], near: ReadonlyMap<string, string>): string[] {
  const lacking = new Map<string, { needing: Set<string>; asked: Set<string> }>();
  const rest: Cause[] = [];
  for (const core of cores) {
    const lacks = lacksOf(core, near);
    if (!lacks) {
      rest.push(core);
      continue;
    }
    const key = listOf(lacks.map(({ words }) => words));
    const known = lacking.get(key) ?? { needing: new Set(), asked: new Set() };
    for (const { needing } of lacks) for (const name of needing) known.needing.add(name);
    for (const name of core.asked) known.asked.add(name);
    lacking.set(key, known);
  }
  return [...mergedLines(lacking), ...incompatibleLines(rest)];
}

/** The unavailable mods behind a core; undefined if mods are incompatible instead. */
function lacksOf({ session, facts, asked }: Cause, near: ReadonlyMap<string, string>): Lack[] | undefined {
  if (asked.length !== 1) return undefined;
  const lacks = new Map<string, Set<string>>();
  for (const fact of facts) {
    const { cause, terms } = fact;
    if (!CHAIN.has(cause.kind)) return undefined;
    if (cause.kind === "dependency" && terms.length > 1 && isDemanding(fact)) continue;
    const words = lackWords(session, fact, near);
    if (words === undefined) continue;
    if (words === false || terms.length > 1) return undefined;
    const needing = lacks.get(words) ?? new Set();
    if (cause.kind !== "manifest") needing.add(session.search.nodes[terms[0]!.mod]!.name);
    lacks.set(words, needing);
  }
  if (lacks.size === 0) return undefined;
  return [...lacks].map(([words, needing]) => ({ words, needing: [...needing].sort(compareNames) }));
}

/** The causes that occur in a chain from the manifest down to an unavailable mod. */
const CHAIN: ReadonlySet<FactCause["kind"]> = new Set(["manifest", "always", "dependency", "unreadable", "self"]);

/** Whether a fact says that releases need another mod, in any release of it. */
function isDemanding({ terms, cause }: Incompatibility): boolean {
  if (cause.kind !== "dependency") return false;
  const { from, to } = cause.edge;
  const against = terms.find(({ mod }) => mod === to.id)?.set;
  return from !== to && against?.[0] === 0;
}

/** A sentence for each unavailable mod; mods with the same reason and the same dependents share one. */
function mergedLines(lacking: ReadonlyMap<string, { needing: Set<string>; asked: Set<string> }>): string[] {
  const alike = new Map<string, { readonly names: string[]; readonly rest: string; readonly needs: string }>();
  for (const [words, { needing, asked }] of lacking) {
    const direct = [...needing].sort(compareNames);
    const [name = "", rest, ...more] = words.split(SUBJECT);
    const through = [...asked].filter((other) => !needing.has(other) && other !== name).sort(compareNames);
    const needs = direct.length > 0 ? `: needed by ${listOf(direct)}${onward(direct, through)}` : "";
    // Clauses that already have several subjects are kept.
    const isPlain = rest === undefined || more.length > 0;
    const key = isPlain ? words : `${rest}${needs}`;
    const known = alike.get(key) ?? { names: [], rest: isPlain ? "" : rest, needs };
    alike.set(key, known);
    known.names.push(isPlain ? plain(words) : name);
  }
  const said = [...alike.values()].map(({ names, rest, needs }) => {
    const words =
      rest === "" ? listOf(names) : `${listOf(names.sort(compareNames))} ${names.length > 1 ? plural(rest) : rest}`;
    return { line: sentence(`${words}${needs}`), needs };
  });
  return [...said.filter(({ needs }) => needs === ""), ...said.filter(({ needs }) => needs !== "")].map(
    ({ line }) => line,
  );
}

function onward(direct: readonly string[], through: readonly string[]): string {
  if (through.length === 0) return "";
  return `, and through ${direct.length > 1 ? "them" : "it"} by ${listOf(through)}`;
}

function plain(words: string): string {
  return words.replaceAll(SUBJECT, " ");
}

/** Turns a sentence's predicate into the plural. */
function plural(rest: string): string {
  return rest.replace(/^has /, "have ").replace(/^is /, "are ");
}

/** The most facts that are listed about incompatible mods; the proof has all of them. */
const MOST_FACTS = 5;

/** A sentence for each group of mods that do not fit together. */
function incompatibleLines(cores: readonly Cause[]): string[] {
  const told = new Map<string, Set<string>>();
  for (const [group, members] of rivalGroups(cores)) told.set(group, members);
  const lines = [...told.values()].map(
    (names) => `Only one of ${listOf([...names].sort(compareNames))} can stay: ${reasons(cores, names)}.`,
  );
  // Subjects with the same predicate share a line.
  const said = new Map<string, string[]>();
  for (const core of cores) {
    const { asked } = core;
    if ([...told.values()].some((names) => asked.length === 2 && asked.every((name) => names.has(name)))) continue;
    const facts = breadthFirst(core);
    const why =
      facts.length > MOST_FACTS
        ? [`no choice among the releases of ${listOf(modsOf(core))} meets what they ask of each other`]
        : facts.map((fact) => factWords(core.session, fact));
    const words = listOf([...constrainedMods(core), ...why]);
    // The error's message already says that they cannot be installed.
    said.set(words, [...(said.get(words) ?? []), asked.length > 0 ? listOf(asked) : "mods.yaml"]);
  }
  for (const [words, subjects] of said) lines.push(`${listOf(subjects)}: ${words}.`);
  return lines;
}

/** The manifest's version constraints in a core, in name order. */
function constrainedMods({ session, facts }: Cause): string[] {
  const words = facts.filter(({ cause, terms }) => cause.kind === "manifest" && terms[0]!.set[0] !== 0);
  return words.map((fact) => factWords(session, fact)).sort();
}

/**
 * The facts without the manifest's requests, breadth-first: those of the requested mods, then those of the mods that
 * they name.
 */
function breadthFirst({ session, facts, asked }: Cause): Incompatibility[] {
  const left = new Set(facts.filter(({ cause }) => cause.kind !== "manifest" && cause.kind !== "always"));
  const reached = new Set(asked);
  const ordered: Incompatibility[] = [];
  const speaker = ({ cause, terms }: Incompatibility): string =>
    cause.kind === "dependency" ? cause.edge.from.name : session.search.nodes[terms[0]!.mod]!.name;
  for (let before = -1; before !== ordered.length; ) {
    before = ordered.length;
    const next = [...left].filter((fact) => fact.cause.kind !== "cycle" && reached.has(speaker(fact)));
    next.sort((a, b) => compareNames(speaker(a), speaker(b)));
    for (const fact of next) {
      left.delete(fact);
      ordered.push(fact);
      if (fact.cause.kind === "dependency") reached.add(fact.cause.edge.to.name);
    }
  }
  return [...ordered, ...left];
}

/** The mods that the facts of a core are about, in name order. */
function modsOf({ session, facts }: Cause): string[] {
  const ids = new Set(facts.flatMap(({ terms }) => terms.map(({ mod }) => mod)));
  return [...ids].map((id) => session.search.nodes[id]!.name).sort(compareNames);
}

/** Groups of three or more mods that are incompatible in pairs. */
function rivalGroups(cores: readonly Cause[]): Map<string, Set<string>> {
  const pairs = new Set(cores.filter(({ asked }) => asked.length === 2).map(({ asked }) => asked.join("\n")));
  const isPair = (a: string, b: string): boolean => pairs.has([a, b].sort(compareNames).join("\n"));
  const names = [...new Set([...pairs].flatMap((pair) => pair.split("\n")))].sort(compareNames);
  const groups = new Map<string, Set<string>>();
  const taken = new Set<string>();
  for (const name of names) {
    if (taken.has(name)) continue;
    const group = [name];
    for (const other of names) {
      if (other !== name && !taken.has(other) && group.every((member) => isPair(member, other))) group.push(other);
    }
    if (group.length < 3) continue;
    for (const member of group) taken.add(member);
    groups.set(name, new Set(group));
  }
  return groups;
}

/** The facts about such a group, without duplicates. */
function reasons(cores: readonly Cause[], names: ReadonlySet<string>): string {
  const words = new Set<string>();
  for (const { session, facts, asked } of cores) {
    if (asked.length !== 2 || !asked.every((name) => names.has(name))) continue;
    for (const fact of facts) {
      if (fact.cause.kind !== "manifest" && fact.cause.kind !== "always") words.add(factWords(session, fact));
    }
  }
  return listOf([...words]);
}
