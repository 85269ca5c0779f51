import type { Incompatibility, Term } from "../../facts/incompatibility.ts";
import { complement } from "../../facts/index-set.ts";
import type { Literal } from "../cdcl/cdcl.ts";
import type { Search } from "../search.ts";
import type { Formula } from "./formula.ts";
import { ALWAYS, boundsOf } from "./mod-code.ts";

/** The decisions of a search as assumptions of its formula. */
export interface Question {
  readonly assumptions: readonly Literal[];
  /** The term that each literal stands for. */
  readonly terms: ReadonlyMap<Literal, Term>;
}

/** Builds the question whether the assumptions and decisions up to the search's level have an answer. */
export function ask(formula: Formula, search: Search): Question {
  const terms = new Map<Literal, Term>();
  for (const { mod, set } of decided(search)) {
    const { size } = search.nodes[mod]!;
    for (const [literal, own] of boundsOf(formula.cdcl, formula.codes[mod]!, set, size)) {
      if (literal !== ALWAYS) terms.set(literal, { mod, set: own });
    }
  }
  return { assumptions: [...terms.keys()], terms };
}

/** The assumptions and decisions, in order. */
function decided({ trail, assumptions, nodes }: Search): Term[] {
  const found = assumptions.slice(0, trail.level).map((assumption: Incompatibility): Term => {
    const { mod, set } = assumption.terms[0]!;
    return { mod, set: complement(set, nodes[mod]!.size) };
  });
  for (let entry = 0; entry < trail.mods.length; entry++) {
    if (trail.reasons[entry] !== undefined) continue;
    const mod = trail.mods[entry]!;
    found.push({ mod, set: trail.domains[mod]! });
  }
  return found;
}
