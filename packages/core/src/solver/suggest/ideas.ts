import { compareNames } from "../../mod/mod-name.ts";
import type { UnsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import type { ModNode } from "../facts/mod-node.ts";
import type { Change } from "../request/change.ts";
import { isJustAsked } from "../request/order.ts";
import type { ResolveRequest } from "../request/request.ts";
import type { Session } from "../session/session.ts";
import { gameVersions } from "./game-versions.ts";

/** Unchecked changes of one kind that may make a request solvable, most promising first. */
export interface Ideas {
  readonly changes: readonly Change[];
  /** The most helpful changes to keep. */
  readonly keep: number;
  /** The most changes to try. */
  readonly tries: number;
  /** How many helpful changes are kept even if gentler changes help too. */
  readonly room: number;
}

/** Changes that may make a request solvable, derived from why it has no answer; gentlest kind first. */
export function ideas(core: UnsatisfiableCore): Ideas[] {
  const { session, facts, asked } = core;
  const nodes = nodesOf(session, facts);
  const { exact, line, otherLines } = gameVersions(core, nodes);
  const toGame = (text: string): Change => ({ kind: "factorio", text });
  return [
    { changes: expansion(nodes), keep: 1, tries: 1, room: 0 },
    { changes: exact.map(toGame), keep: 1, tries: 8, room: 0 },
    { changes: line.map(toGame), keep: 1, tries: 1, room: 0 },
    { changes: otherLines.map(toGame), keep: 2, tries: 4, room: 0 },
    { changes: allowed(nodes, facts, session.world.request), keep: 2, tries: 4, room: 1 },
    { changes: widerRanges(session, asked), keep: 3, tries: 8, room: 1 },
    removals(asked.filter((name) => !isJustAsked(session.world.request, name))),
  ];
}

/** The removal of each of the mods. */
export function removals(names: readonly string[]): Ideas {
  return { changes: names.map((name) => ({ kind: "remove", names: [name] })), keep: 5, tries: 12, room: 2 };
}

function expansion(nodes: readonly ModNode[]): Change[] {
  return nodes.some(({ origin }) => origin === "no-expansion") ? [{ kind: "expansion" }] : [];
}

/** Changes that allow refused mods. */
function allowed(nodes: readonly ModNode[], facts: readonly Incompatibility[], request: ResolveRequest): Change[] {
  const refused = nodes.filter(
    ({ name, origin }) => origin === "refused" && name !== "base" && !isJustAsked(request, name),
  );
  const changes = refused.map(({ name }): Change => {
    const requirement = request.requirements.get(name);
    const isDisabled = requirement?.kind === "refused" && requirement.remembered !== undefined;
    return isDisabled ? { kind: "enable", names: [name] } : { kind: "range", name, text: "*" };
  });
  const isBaseOut = facts.some(({ cause }) => cause.kind === "refused");
  return isBaseOut ? [...changes, { kind: "remove", names: ["base"] }] : changes;
}

/** Changes that allow any release of a mod with a range. */
function widerRanges({ world }: Session, asked: readonly string[]): Change[] {
  return asked.flatMap((name) => {
    const requirement = world.request.requirements.get(name);
    return requirement?.kind === "range" && requirement.range.text !== "*" ? [{ kind: "range", name, text: "*" }] : [];
  });
}

/** The mods that the facts are about. */
export function nodesOf(session: Session, facts: readonly Incompatibility[]): ModNode[] {
  const found = new Set<ModNode>();
  for (const { terms, cause } of facts) {
    for (const { mod } of terms) found.add(session.search.nodes[mod]!);
    if (cause.kind === "dependency") found.add(cause.edge.to);
  }
  return [...found].sort((a, b) => compareNames(a.name, b.name));
}
