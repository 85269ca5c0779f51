import { compareNames } from "../../mod/mod-name.ts";
import type { Version } from "../../version/version.ts";
import type { Present } from "../facts/cycles.ts";
import { allowedBy, makeEdge, statesIn } from "../facts/edge.ts";
import { ABSENT, has, highest, type IndexSet, intersect, interval, isDisjoint } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { decisionOrder, preferredLock, requestedNames } from "../request/order.ts";
import { versionOf } from "../request/words.ts";
import { type Budget, isSpent } from "../search/budget.ts";
import { restart } from "../search/search.ts";
import { runInTurns, takeTurn } from "../search/turns.ts";
import { nodeOf, type Session } from "../session/session.ts";
import { assumed } from "./recommend.ts";

/** A mod of the manifest that is below the newest release in its range for this game. */
export interface HeldBackMod {
  readonly name: string;
  readonly version: Version;
  readonly newest: Version;
  /**
   * The mods that hold it back, in name order: mods of the answer that rule out the newest release or something that it
   * needs, or a mod that it needs and that does not exist in a suitable version. Empty if unknown.
   */
  readonly by: readonly string[];
}

/**
 * Finds the mods of the manifest that other mods hold below the newest release in their range. A mod that is held back
 * only by its own locked release is not included. No further mods are looked up, and the budget is never exceeded.
 */
export async function heldBack(session: Session, present: readonly Present[], budget: Budget): Promise<HeldBackMod[]> {
  const { request } = session.world;
  const chosen = new Map(present.map((mod) => [mod.node.name, mod]));
  const found: HeldBackMod[] = [];
  for (const name of requestedNames(request)) {
    const requirement = request.requirements.get(name);
    const own = chosen.get(name);
    if (requirement?.kind !== "range" || !own || own.node.origin !== "portal") continue;
    const { node, state } = own;
    const { states } = session.search.trail.usable[node.id]!;
    const newest = highest(intersect(states, statesIn(node, requirement.range.versions)));
    if (newest <= state) continue;
    await takeTurn(session.options);
    const by = blockers(session, chosen, node, newest) ?? (await blockerByTrial(session, chosen, node, newest, budget));
    if (by) found.push({ name, version: versionOf(node, state), newest: versionOf(node, newest), by });
  }
  return found;
}

/** The mods of the answer that directly rule out a release or something that it needs; undefined if there are none. */
function blockers(
  session: Session,
  chosen: ReadonlyMap<string, Present>,
  node: ModNode,
  newest: number,
): string[] | undefined {
  const direct = excludingMods(chosen, node, [newest, newest]);
  if (direct.length > 0) return direct;
  const found = new Set<string>();
  for (const name of node.mentions.first.keys()) {
    const other = session.search.byName.get(name);
    if (!other) continue;
    const allowed = allowedBy(makeEdge(node, other), [newest, newest], interval(0, other.size));
    const state = chosen.get(name)?.state ?? 0;
    if (!allowed || has(allowed, state)) continue;
    const others = excludingMods(chosen, other, allowed);
    const contradictsManifest = isDisjoint(allowed, askedStates(session, other));
    if (others.length > 0) for (const blocker of others) found.add(blocker);
    else if (contradictsManifest) found.add(name);
  }
  found.delete(node.name);
  return found.size > 0 ? [...found].sort(compareNames) : undefined;
}

/** The mods of the answer whose chosen releases exclude all of the given states of a mod. */
function excludingMods(chosen: ReadonlyMap<string, Present>, mod: ModNode, states: IndexSet): string[] {
  const found: string[] = [];
  for (const { node, state } of chosen.values()) {
    if (node === mod || !node.mentions.first.has(mod.name)) continue;
    const allowed = allowedBy(makeEdge(node, mod), [state, state], states);
    if (allowed && isDisjoint(allowed, states)) found.push(node.name);
  }
  return found.sort(compareNames);
}

/** The states of a mod that the manifest allows. */
function askedStates({ world }: Session, node: ModNode): IndexSet {
  const requirement = world.request.requirements.get(node.name);
  if (requirement?.kind === "range") return statesIn(node, requirement.range.versions);
  if (requirement?.kind === "path" || node.name === "base") return interval(1, node.size);
  return requirement?.kind === "refused" ? ABSENT : interval(0, node.size);
}

/**
 * Solves again with the release required and all locks ignored, in the usual order. The first mod that then becomes
 * older or is lost stands in its way. Undefined if only locked releases do.
 */
async function blockerByTrial(
  session: Session,
  chosen: ReadonlyMap<string, Present>,
  node: ModNode,
  newest: number,
  budget: Budget,
): Promise<string[] | undefined> {
  const { search, options, world } = session;
  const isLocked = preferredLock(world.request, node.name) !== undefined;
  const unknown = isLocked ? undefined : [];
  if (isSpent(budget)) return unknown;
  const preferred = search.preferred.slice();
  const whole = search.budget;
  search.budget = budget;
  search.preferred.fill(-1);
  const order = ["base", ...decisionOrder(world.request)];
  restart(
    search,
    [assumed(node, newest, "wanted")],
    order.map((name) => nodeOf(session, name).id),
  );
  const state = await runInTurns(search, options);
  search.budget = whole;
  preferred.forEach((favourite, mod) => {
    search.preferred[mod] = favourite;
  });
  if (state.kind !== "solved") return unknown;
  const states = new Map(state.present.map((mod) => [mod.node.name, mod.state]));
  const first = order.find((name) => name !== node.name && (states.get(name) ?? 0) < (chosen.get(name)?.state ?? 0));
  return first === undefined ? unknown : [first];
}
