import { listOf } from "../../text/list-of.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { requestedNames } from "../request/order.ts";
import { sentence, whoAsks } from "../request/words.ts";
import { nodeOf, type Session } from "../session/session.ts";
import { whyUnavailable } from "./fact-words.ts";
import type { Story } from "./narrate.ts";
import type { UnsatisfiableCore } from "./unsatisfiable-core.ts";

/** The most names that are listed; the rest are only counted. */
const MOST_NAMES = 20;

/** The requested mods that are unavailable whatever else is requested, as an unsatisfiable core each. */
export function unavailableMods(session: Session): UnsatisfiableCore[] {
  return requestedNames(session.world.request)
    .map((name) => nodeOf(session, name))
    .filter((node) => whyUnavailable(session, node) !== undefined)
    .map((node) => {
      const fact = { terms: [{ mod: node.id, set: [0, node.size] }], cause: { kind: "manifest" } } as const;
      return { asked: [node.name], proof: fact, facts: [fact], session };
    });
}

/** Explains several unavailable mods; those with the same reason and the same asker share a sentence. */
export function tellUnavailable(session: Session, names: readonly string[], before: readonly Story[]): Story {
  const { request } = session.world;
  const alike = new Map<string, ModNode[]>();
  for (const node of names.map((name) => nodeOf(session, name))) {
    const key = `${whoAsks(request, node.name)} ${whyUnavailable(session, node)}`;
    alike.set(key, [...(alike.get(key) ?? []), node]);
  }
  const lines = [...alike.values()].map((nodes, at) => {
    const [first] = nodes as [ModNode];
    const asks = whoAsks(request, first.name, before.length + at > 0 ? "also " : "");
    const reason = whyUnavailable(session, first, nodes.length > 1);
    return sentence(`${asks} ${shortList(nodes.map(({ name }) => name))}, but ${reason}`);
  });
  return { lines: [...lines, "So none of them can be installed."], numbered: 0 };
}

function shortList(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return listOf(names);
  return listOf([...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} others`]);
}
