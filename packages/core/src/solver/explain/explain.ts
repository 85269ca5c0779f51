import type { Incompatibility } from "../incompatibility.ts";
import { has, intersect, members } from "../index-set.ts";
import type { ModNode } from "../mod-node.ts";
import type { Session } from "../session.ts";
import type { Explanation, Fact } from "./explanation.ts";
import { factWords } from "./fact-words.ts";
import type { Knot } from "./knot.ts";
import { narrate } from "./narrate.ts";
import { allOf, sentence, versionOf } from "./words.ts";

/**
 * Why a request has no answer. Source: contract R13.
 *
 * @param further other knots, told after the first: each alone leaves no answer too.
 */
export function explain(knot: Knot, further: readonly Knot[]): Explanation {
  const stories = [narrate(knot)];
  for (const other of further) stories.push(narrate(other, stories));
  return {
    facts: knot.facts.map((fact) => toFact(knot.session, fact)),
    lines: stories.flatMap(({ lines }) => lines),
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
