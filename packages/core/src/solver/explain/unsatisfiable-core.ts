import { compareNames } from "../../mod/mod-name.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { type Budget, makeBudget } from "../search/budget.ts";
import type { Session } from "../session/session.ts";
import { leaves, smallest, unique } from "./core-facts.ts";

/** A set of facts that leaves a request without an answer. */
export interface UnsatisfiableCore {
  /** The requested mods that cannot be installed together, in name order. */
  readonly asked: readonly string[];
  /** A derivation of the contradiction from as few facts as possible. */
  readonly proof: Incompatibility;
  /** The facts that the derivation rests on. */
  readonly facts: readonly Incompatibility[];
  /** The session whose mods the facts are about. */
  readonly session: Session;
}

/** The most steps for minimising one unsatisfiable core, or several together. */
export const ALLOWANCE = 20_000;

/** Minimises the derivation with which a search ended. */
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
