import type { Incompatibility, Step, Term } from "../facts/incompatibility.ts";
import { complement, type IndexSet, intersect, isSubset, NONE, union } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { factOf, satisfier, type Trail } from "./trail.ts";

/** The result of analysing a conflict. */
export interface Learned {
  readonly incompatibility: Incompatibility;
  /** The level to return to, at which all terms but the one about `mod` hold; -1 if there is no solution at all. */
  readonly level: number;
  readonly mod: number;
  /** The level at which the term about `mod` became true. */
  readonly from: number;
  /** The mods that were visited, a measure of time. */
  readonly met: readonly number[];
}

/**
 * Derives a new incompatibility from one whose terms all hold: as long as two terms became true at the same level, the
 * later one is replaced by its reason. Source: docs/solver.md, "Conflicts".
 *
 * @param isShort whether to leave out terms that hold regardless of any decision.
 */
export function analyze(
  trail: Trail,
  nodes: readonly ModNode[],
  conflict: Incompatibility,
  isShort: boolean = false,
): Learned {
  return derive(trail, nodes, conflict, true, isShort);
}

/** Derives the contradiction from an incompatibility whose terms all hold before any decision. */
export function trace(trail: Trail, nodes: readonly ModNode[], conflict: Incompatibility): Incompatibility {
  return derive(trail, nodes, conflict, false, false).incompatibility;
}

function derive(
  trail: Trail,
  nodes: readonly ModNode[],
  conflict: Incompatibility,
  halt: boolean,
  isShort: boolean,
): Learned {
  const { sets, since, isMet } = trail.workspace;
  const { levels } = trail;
  const met: number[] = [];
  const steps: Step[] = [];
  /** The highest level at which a term became true, and the number of such terms. */
  let level = -1;
  let latest = 0;

  const isLatest = (mod: number): boolean => sets[mod] !== undefined && levelOf(since[mod]!) === level;
  const levelOf = (entry: number): number => (entry < 0 ? -1 : levels[entry]!);
  const keep = (mod: number, set: IndexSet): void => {
    if (isLatest(mod)) latest--;
    if (!isMet[mod]) {
      isMet[mod] = true;
      met.push(mod);
    }
    const isAny = set.length === 2 && set[0] === 0 && set[1] === nodes[mod]!.size;
    sets[mod] = isAny ? undefined : set;
    if (!isAny) since[mod] = satisfier(trail, mod, set);
    if (isLatest(mod)) latest++;
  };
  const eliminate = (mod: number, fact: Incompatibility): void => {
    steps.push({ mod, with: fact });
    const own = sets[mod]!;
    for (const term of fact.terms) {
      const known = sets[term.mod];
      if (term.mod === mod) keep(mod, union(own, term.set));
      else keep(term.mod, known ? intersect(known, term.set) : term.set);
    }
  };
  /** The entry since which all terms hold; -1 if they hold from the start. */
  const last = (): number => {
    let entry = -1;
    for (const mod of met) if (sets[mod]) entry = Math.max(entry, since[mod]!);
    level = levelOf(entry);
    latest = 0;
    for (const mod of met) if (isLatest(mod)) latest++;
    return entry;
  };
  const finish = (mod: number): Learned => {
    for (const other of isShort ? met : []) {
      if (other === mod || !sets[other] || levelOf(since[other]!) !== 0) continue;
      steps.push({ mod: other, with: certainly(trail, nodes, since[other]!) });
      sets[other] = undefined;
    }
    let second = -1;
    for (const other of met) if (other !== mod && sets[other]) second = Math.max(second, since[other]!);
    const terms = met.flatMap((id): Term[] => (sets[id] ? [{ mod: id, set: sets[id] }] : []));
    for (const id of met) {
      sets[id] = undefined;
      isMet[id] = false;
    }
    const incompatibility: Incompatibility =
      steps.length === 0 ? conflict : { terms, cause: { kind: "learned", first: conflict, steps } };
    return { incompatibility, level: mod < 0 ? -1 : Math.max(0, levelOf(second)), mod, from: level, met };
  };

  for (const { mod, set } of conflict.terms) keep(mod, set);
  for (let entry = last(); entry >= 0; entry--) {
    const mod = trail.mods[entry]!;
    if (!sets[mod] || since[mod] !== entry) continue;
    if (halt && level > 0 && latest === 1) return finish(mod);
    eliminate(mod, factOf(trail.reasons[entry]!));
    if (latest === 0) entry = last() + 1;
  }
  // The remaining terms hold from the start, since incompatibilities about single mods rule out the other states.
  for (const mod of met) {
    for (const fact of trail.usable[mod]!.facts) {
      const own = sets[mod];
      if (own && !isSubset(fact.terms[0]!.set, own)) eliminate(mod, fact);
    }
  }
  return finish(-1);
}

/** The facts, given or derived, that permanently ruled out states of a mod. */
export function narrowings(trail: Trail, nodes: readonly ModNode[], mod: number): readonly Incompatibility[] {
  const { facts } = trail.usable[mod]!;
  let entry = trail.latest[mod]!;
  while (entry >= 0 && trail.levels[entry]! > 0) entry = trail.previous[entry]!;
  return entry < 0 ? facts : [...facts, certainly(trail, nodes, entry)];
}

/** The fact about a single mod that an entry of level 0 stands for. */
function certainly(trail: Trail, nodes: readonly ModNode[], entry: number): Incompatibility {
  const { certain, mods, before, previous, reasons } = trail;
  for (let at = certain.length; at <= entry; at++) {
    const mod = mods[at]!;
    const first = factOf(reasons[at]!);
    const { set } = first.terms.find((term) => term.mod === mod)!;
    const steps: Step[] = [];
    for (const term of first.terms) {
      if (term.mod === mod) continue;
      const since = satisfierBefore(trail, term, at);
      if (since >= 0) steps.push({ mod: term.mod, with: certain[since]! });
      else for (const fact of trail.usable[term.mod]!.facts) steps.push({ mod: term.mod, with: fact });
    }
    const earlier = previous[at]!;
    if (earlier >= 0) steps.push({ mod, with: certain[earlier]! });
    const { size } = nodes[mod]!;
    const ruledOut = union(set, earlier >= 0 ? complement(before[at]!, size) : NONE);
    certain.push(
      steps.length === 0 ? first : { terms: [{ mod, set: ruledOut }], cause: { kind: "learned", first, steps } },
    );
  }
  return certain[entry]!;
}

/** The entry since which a term held at the time of the entry `at`. */
function satisfierBefore(trail: Trail, { mod, set }: Term, at: number): number {
  let entry = trail.latest[mod]!;
  while (entry >= at) entry = trail.previous[entry]!;
  while (entry >= 0 && isSubset(trail.before[entry]!, set)) entry = trail.previous[entry]!;
  return entry;
}
