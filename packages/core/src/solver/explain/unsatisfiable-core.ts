import { compareNames } from "../../mod/mod-name.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { type Budget, makeBudget } from "../search/budget.ts";
import type { Session } from "../session/session.ts";
import { leaves, smallest, unique } from "./core-facts.ts";

/** A reason why a request has no answer. */
export interface UnsatisfiableCore {
  /** The mods that the manifest asks for and that cannot be installed together, in name order. */
  readonly asked: readonly string[];
  /** A derivation of "nothing can hold" from as few facts as will do. */
  readonly proof: Incompatibility;
  /** The facts that it rests on. */
  readonly facts: readonly Incompatibility[];
  /** Whose mods the facts are about. */
  readonly session: Session;
}

/** How many steps it may take to find the facts that matter: for one unsatisfiable core, or for several together. */
export const ALLOWANCE = 20_000;

/** The unsatisfiable core behind the derivation that a search ended with. */
export async function unsatisfiableCore(
  session: Session,
  derivation: Incompatibility,
  budget: Budget = makeBudget(ALLOWANCE),
): Promise<UnsatisfiableCore> {
  const { nodes } = session.search;
  const proof = await smallest(nodes, derivation, budget, session.options);
  const facts = unique(await leaves(proof, session.options));
  const asked = facts
    .filter(({ cause }) => cause.kind === "manifest")
    .map(({ terms: [term] }) => nodes[term?.mod ?? -1]!.name);
  return { asked: [...new Set(asked)].sort(compareNames), proof, facts, session };
}
