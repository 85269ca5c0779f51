import type { Scene } from "../attempt.ts";
import type { Incompatibility } from "../incompatibility.ts";
import { has, intersect, members } from "../index-set.ts";
import type { ModNode } from "../mod-node.ts";
import { leaves, smallest } from "./core-facts.ts";
import type { Explanation, Fact } from "./explanation.ts";
import { factWords } from "./fact-words.ts";
import { narrate } from "./narrate.ts";
import { allOf, sentence, versionOf } from "./words.ts";

/** Why a request has no answer, from the search's derivation. Source: contract R13. */
export function explain(
  scene: Scene,
  proof: Incompatibility,
): { explanation: Explanation; core: readonly Incompatibility[] } {
  const shortest = smallest(scene.nodes, proof);
  const core = leaves(shortest);
  return {
    explanation: { facts: core.map((fact) => toFact(scene, fact)), lines: narrate(scene, shortest) },
    core,
  };
}

function toFact(scene: Scene, fact: Incompatibility): Fact {
  return {
    kind: kindOf(fact),
    text: sentence(factWords(scene, fact)),
    terms: fact.terms.map(({ mod, set }) => {
      const node = scene.nodes[mod] as ModNode;
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
    case "learned":
      throw new Error("a conclusion is no fact");
    default:
      return cause.kind;
  }
}
