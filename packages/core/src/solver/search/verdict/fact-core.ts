import type { Incompatibility } from "../../facts/incompatibility.ts";
import type { ModNode } from "../../facts/mod-node.ts";
import { type Budget, isSpent, spend } from "../budget.ts";
import { CLAUSE_LOOKS_A_STEP, type Literal, makeCdcl } from "../cdcl/cdcl.ts";
import { addClause } from "../cdcl/clause.ts";
import { solveClauses } from "../cdcl/solve-clauses.ts";
import { type SolveOptions, takeTurn } from "../turns.ts";
import { ALWAYS, encodeMod, literalOf, type ModCode, NEVER, negation } from "./mod-code.ts";

/** How many looks are taken before yielding to other tasks: few at first, as code that runs for the first time is slow. */
const TURN = 100_000;
const FIRST_TURN = 10_000;

/** The verdict on facts: a core that cannot hold, or that all can hold, or that the budget ran out. */
export type FactVerdict = readonly Incompatibility[] | "satisfiable" | "unknown";

/** Decides whether facts can all hold, and if not, which of them conflict. */
export async function judgeFacts(
  nodes: readonly ModNode[],
  facts: readonly Incompatibility[],
  budget: Budget,
  options: SolveOptions,
): Promise<FactVerdict> {
  const cdcl = makeCdcl();
  const codes = new Map<number, ModCode>();
  const codeOf = (mod: number): ModCode => {
    let code = codes.get(mod);
    // The clauses that encode a mod's states come from no fact; their origin is the last number.
    if (!code) codes.set(mod, (code = encodeMod(cdcl, [0, nodes[mod]!.size], 0, facts.length)));
    return code;
  };
  let turn = FIRST_TURN;
  let seen = 0;
  let paid = 0;
  const pay = async (): Promise<void> => {
    const steps = Math.ceil((cdcl.looks - paid) / CLAUSE_LOOKS_A_STEP);
    spend(budget, steps);
    paid += steps * CLAUSE_LOOKS_A_STEP;
    if (cdcl.looks > seen) await takeTurn(options);
    seen = cdcl.looks;
    turn = Math.min(TURN, 2 * turn);
  };
  for (const [at, { terms }] of facts.entries()) {
    const literals: Literal[] = terms.map(({ mod, set }) => literalOf(cdcl, codeOf(mod), set));
    cdcl.looks += 4 * literals.length;
    if (!literals.includes(NEVER)) addClause(cdcl, literals.filter((literal) => literal !== ALWAYS).map(negation), at);
    if (cdcl.looks - seen > turn) await pay();
  }
  while (!isSpent(budget)) {
    const verdict = solveClauses(cdcl, [], Math.min(turn, budget.left * CLAUSE_LOOKS_A_STEP));
    if (verdict.kind === "satisfiable") return "satisfiable";
    if (verdict.kind === "unsatisfiable") return facts.filter((_, at) => verdict.origins.has(at));
    await pay();
  }
  return "unknown";
}
