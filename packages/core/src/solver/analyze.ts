import type { Incompatibility, Step, Term } from "./incompatibility.ts";
import { type IndexSet, intersect, interval, isSubset, sameSet, union } from "./index-set.ts";
import type { ModNode } from "./mod-node.ts";
import { factOf, type Reason, satisfier, type Trail } from "./trail.ts";
import type { Usable } from "./usable.ts";

/** What a conflict teaches. */
export interface Lesson {
  readonly incompatibility: Incompatibility;
  /** The level to return to; there all terms but the one about `mod` hold. -1 when there is no solution at all. */
  readonly level: number;
  readonly mod: number;
}

/**
 * Derives a new incompatibility from one whose terms all hold: as long as two terms came to hold in the same level,
 * the later is replaced by what made it hold. Source: docs/solver.md, "Conflicts".
 */
export function analyze(trail: Trail, nodes: readonly ModNode[], conflict: Incompatibility): Lesson {
  return derive(trail, nodes, conflict, true);
}

/** Derives "nothing can hold" from an incompatibility whose terms all hold before any decision. */
export function trace(trail: Trail, nodes: readonly ModNode[], conflict: Incompatibility): Incompatibility {
  return derive(trail, nodes, conflict, false).incompatibility;
}

function derive(trail: Trail, nodes: readonly ModNode[], conflict: Incompatibility, halt: boolean): Lesson {
  const terms = new Map<number, IndexSet>();
  const satisfiers = new Map<number, number>();
  const steps: Step[] = [];

  const keep = (mod: number, set: IndexSet): void => {
    if (sameSet(set, interval(0, (nodes[mod] as ModNode).size))) {
      terms.delete(mod);
      satisfiers.delete(mod);
    } else {
      terms.set(mod, set);
      satisfiers.set(mod, satisfier(trail, mod, set));
    }
  };
  const eliminate = (mod: number, fact: Incompatibility): void => {
    steps.push({ mod, with: fact });
    const own = terms.get(mod) as IndexSet;
    for (const term of fact.terms) {
      const known = terms.get(term.mod);
      if (term.mod === mod) keep(mod, union(own, term.set));
      else keep(term.mod, known ? intersect(known, term.set) : term.set);
    }
  };

  for (const { mod, set } of conflict.terms) keep(mod, set);
  for (;;) {
    let mod = -1;
    let entry = -1;
    let second = -1;
    for (const [other, at] of satisfiers) {
      if (mod === -1 || at > entry) {
        second = mod === -1 ? -1 : entry;
        entry = at;
        mod = other;
      } else second = Math.max(second, at);
    }
    if (mod === -1) return lesson(conflict, terms, steps, -1, -1);
    if (entry === -1) {
      // It holds since the mod became known: facts about this mod alone rule out the rest.
      for (const fact of (trail.usable[mod] as Usable).facts) {
        const own = terms.get(mod);
        if (own && !isSubset((fact.terms[0] as Term).set, own)) eliminate(mod, fact);
      }
      continue;
    }
    const level = trail.levels[entry] as number;
    const secondLevel = second === -1 ? 0 : (trail.levels[second] as number);
    if (halt && secondLevel < level) return lesson(conflict, terms, steps, secondLevel, mod);
    eliminate(mod, factOf(trail.reasons[entry] as Reason));
  }
}

function lesson(
  first: Incompatibility,
  terms: ReadonlyMap<number, IndexSet>,
  steps: readonly Step[],
  level: number,
  mod: number,
): Lesson {
  if (steps.length === 0) return { incompatibility: first, level, mod };
  const incompatibility: Incompatibility = {
    terms: Array.from(terms, ([id, set]) => ({ mod: id, set })),
    cause: { kind: "learned", first, steps },
  };
  return { incompatibility, level, mod };
}
