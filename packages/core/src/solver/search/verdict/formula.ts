import type { Edge } from "../../facts/edge.ts";
import type { Incompatibility } from "../../facts/incompatibility.ts";
import { complement, has, highest, type IndexSet } from "../../facts/index-set.ts";
import { type Cdcl, type Literal, makeCdcl } from "../cdcl/cdcl.ts";
import { addClause } from "../cdcl/clause.ts";
import { cancelTo } from "../cdcl/solve-clauses.ts";
import type { Search } from "../search.ts";
import { lasting } from "../trail.ts";
import { ALWAYS, encodeMod, literalOf, type ModCode, NEVER, negation, piecesOf } from "./mod-code.ts";

/** Where clauses come from: the encoding of a mod, an edge, or a fact. */
export type Origin =
  | { readonly kind: "mod"; readonly mod: number }
  | { readonly kind: "edge"; readonly edge: Edge; readonly allowed: IndexSet }
  | { readonly kind: "fact"; readonly fact: Incompatibility };

/** Everything that a search knows for certain, as clauses. It is built on first use and extended later. */
export interface Formula {
  readonly cdcl: Cdcl;
  /** By mod. */
  readonly codes: ModCode[];
  readonly origins: Origin[];
  /** By mod: how many of its edges have been added. `facts` is the number of added facts. */
  readonly edges: number[];
  facts: number;
}

export function makeFormula(): Formula {
  return { cdcl: makeCdcl(), codes: [], origins: [], edges: [], facts: 0 };
}

/** Adds what has become known since the last call, for a limited amount of work; returns false if there is more. */
export function extendFormula(formula: Formula, search: Search, work: number): boolean {
  const { cdcl, codes, edges } = formula;
  const { nodes, trail, propagation, preferred, facts } = search;
  cancelTo(cdcl, 0);
  const end = cdcl.looks + work;
  for (let mod = codes.length; mod < nodes.length; mod++) {
    if (cdcl.looks >= end) return false;
    const states = lasting(trail, mod);
    const favourite = preferred[mod]!;
    const origin = formula.origins.push({ kind: "mod", mod }) - 1;
    codes.push(encodeMod(cdcl, states, has(states, favourite) ? favourite : highest(states), origin));
    edges.push(0);
  }
  for (let mod = 0; mod < codes.length; mod++) {
    const outgoing = propagation.outgoing[mod]!;
    for (let at = edges[mod]!; at < outgoing.length; at++) {
      if (cdcl.looks >= end) return false;
      addEdge(formula, outgoing[at]!);
      edges[mod] = at + 1;
    }
  }
  for (; formula.facts < facts.length; formula.facts++) {
    if (cdcl.looks >= end) return false;
    const fact = facts[formula.facts]!;
    const origin = formula.origins.push({ kind: "fact", fact }) - 1;
    const literals = fact.terms.map(({ mod, set }) => literalOf(cdcl, codes[mod]!, set));
    addUnlessAll(cdcl, literals, origin);
  }
  return true;
}

function addEdge(formula: Formula, edge: Edge): void {
  const { from, to, groups } = edge;
  const { cdcl, codes, origins } = formula;
  const own = codes[from.id]!;
  const other = codes[to.id]!;
  for (const { at, allowed } of groups) {
    cdcl.looks += 8;
    const releases = piecesOf(own, at);
    const against = releases.length > 0 ? piecesOf(other, complement(allowed, to.size)) : [];
    if (against.length === 0) continue;
    const origin = origins.push({ kind: "edge", edge, allowed }) - 1;
    for (const one of releases) {
      for (const two of against) {
        addUnlessAll(cdcl, [literalOf(cdcl, own, one), literalOf(cdcl, other, two)], origin);
      }
    }
  }
}

/** Adds a clause that says that the literals are not all true. */
function addUnlessAll(cdcl: Cdcl, literals: readonly Literal[], origin: number): void {
  cdcl.looks += 4 * literals.length;
  if (literals.includes(NEVER)) return;
  addClause(cdcl, literals.filter((literal) => literal !== ALWAYS).map(negation), origin);
}
