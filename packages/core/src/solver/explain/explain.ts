import type { Incompatibility } from "../facts/incompatibility.ts";
import { has, intersect, members } from "../facts/index-set.ts";
import { allOf, sentence, versionOf } from "../request/words.ts";
import type { Session } from "../session/session.ts";
import type { Explanation, Fact } from "./explanation.ts";
import { factWords } from "./fact-words.ts";
import { linksOf } from "./links.ts";
import { narrate } from "./narrate.ts";
import { tellUnavailable, unavailableMods } from "./unavailable.ts";
import type { UnsatisfiableCore } from "./unsatisfiable-core.ts";

/**
 * Explains why a request has no answer. Source: docs/rules.md, R13.
 *
 * @param core the facts that leave no answer.
 * @param further other unsatisfiable cores, each of which also leaves no answer.
 */
export function explain(core: UnsatisfiableCore, further: readonly UnsatisfiableCore[]): Explanation {
  const unavailable = unavailableMods(core.session).flatMap(({ asked }) => asked);
  // If several mods are unavailable, they share one story.
  const isInSharedStory = ({ asked }: UnsatisfiableCore): boolean =>
    unavailable.length > 1 && asked.length === 1 && unavailable.includes(asked[0]!);
  const stories = isInSharedStory(core) ? [] : [narrate(core)];
  if (unavailable.length > 1) stories.push(tellUnavailable(core.session, unavailable, stories));
  for (const other of further) if (!isInSharedStory(other)) stories.push(narrate(other, stories));
  return {
    facts: core.facts.map((fact) => toFact(core.session, fact)),
    lines: stories.flatMap(({ lines }) => lines),
  };
}

function toFact(session: Session, fact: Incompatibility): Fact {
  return {
    kind: kindOf(fact),
    text: sentence(factWords(session, fact)),
    ...linksOf(session, fact),
    terms: fact.terms.map(({ mod, set }) => {
      const node = session.search.nodes[mod]!;
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
    case "summary":
      throw new Error("only what always holds is a fact");
    case "manifest":
    case "refused":
    case "dependency":
    case "cycle":
    case "always":
      return cause.kind;
  }
}
