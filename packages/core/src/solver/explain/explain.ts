import type { Incompatibility } from "../incompatibility.ts";
import { has, intersect, members } from "../index-set.ts";
import type { ModNode } from "../mod-node.ts";
import type { Session } from "../session.ts";
import { leaves, smallest } from "./core-facts.ts";
import type { Explanation, Fact } from "./explanation.ts";
import { factWords } from "./fact-words.ts";
import { narrate } from "./narrate.ts";
import { allOf, sentence, versionOf } from "./words.ts";

/** Why a request has no answer, from the search's derivation. Source: contract R13. */
export function explain(
  session: Session,
  proof: Incompatibility,
): { explanation: Explanation; core: readonly Incompatibility[] } {
  const shortest = smallest(session.search.nodes, proof);
  const core = leaves(shortest);
  return {
    explanation: { facts: core.map((fact) => toFact(session, fact)), lines: narrate(session, shortest) },
    core,
  };
}

function toFact(session: Session, fact: Incompatibility): Fact {
  return {
    kind: kindOf(fact),
    text: sentence(factWords(session, fact)),
    terms: fact.terms.map(({ mod, set }) => {
      const node = session.search.nodes[mod] as ModNode;
      const states = members(intersect(set, allOf(node)));
      return { mod: node.name, versions: states.map((state) => versionOf(node, state)), absent: has(set, 0) };
    }),
  };
}

function kindOf({ cause }: Incompatibility): Fact["kind"] {
  switch (cause.kind) {
    case "unreadable":
    case "self":
      return "unusable";
    case "assumed":
    case "learned":
      throw new Error("only what always holds is a fact");
    case "manifest":
    case "refused":
    case "dependency":
    case "cycle":
    case "always":
      return cause.kind;
  }
}
