import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyNodes, choices, node } from "../../../testing/nodes.ts";
import { allowedBy, excludedBy, makeEdge } from "./edge.ts";
import { backwardFact, forwardFact } from "./edge-facts.ts";
import { has, interval } from "./index-set.ts";
import type { ModNode } from "./mod-node.ts";

const to = node(1, "b", [], [], []);
const edge = makeEdge(node(0, "a", ["b >= 3.0"], ["b"], ["b >= 2.0"]), to);

describe("the fact behind a narrowing", () => {
  test("speaks of every release that allows no more", () => {
    expect(forwardFact(edge, [2, 3])).toEqual({
      terms: [
        { mod: 0, set: [1, 1, 3, 3] },
        { mod: 1, set: [0, 1] },
      ],
      cause: { kind: "dependency", edge },
    });
  });

  test("speaks of every state that none of the releases allows", () => {
    expect(backwardFact(edge, [1, 1, 3, 3]).terms).toEqual([
      { mod: 0, set: [1, 1, 3, 3] },
      { mod: 1, set: [0, 1] },
    ]);
  });

  test("does not speak of the other mod where no state of it would do", () => {
    const needy = makeEdge(node(0, "a", ["b >= 9.0"]), to);
    expect(forwardFact(needy, []).terms).toEqual([{ mod: 0, set: [1, 1] }]);
    expect(backwardFact(needy, [1, 1]).terms).toEqual([{ mod: 0, set: [1, 1] }]);
  });
});

test("law: its terms never all hold where everything is met", () => {
  const speaking = anyNodes(2).filter(([from]) => (from as ModNode).mentions.first.size > 0);
  fc.assert(
    fc.property(speaking, fc.nat(), fc.nat(), (nodes, one, other) => {
      const [from, to] = nodes as [ModNode, ModNode];
      const edge = makeEdge(from, to);
      const at = 1 + (one % from.size);
      const state = other % (to.size + 1);
      const allowed = allowedBy(edge, interval(at, at), interval(0, to.size));
      const excluded = excludedBy(edge, interval(state, state), interval(1, from.size));
      const facts = [
        ...(allowed ? [forwardFact(edge, allowed)] : []),
        ...(excluded.length > 0 ? [backwardFact(edge, excluded)] : []),
      ];
      for (const { terms } of facts) {
        for (const choice of choices(nodes)) {
          expect(terms.every(({ mod, set }) => has(set, choice[mod] as number))).toBe(false);
        }
      }
    }),
  );
});
