import { isDemandOrRecommendation } from "../../dependency/dependency.ts";
import type { Warning } from "../../error.ts";
import { compareNames } from "../../mod/mod-name.ts";
import type { Present } from "../facts/cycles.ts";
import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import { ABSENT, complement, highest, interval, NONE, union } from "../facts/index-set.ts";
import { releasesAbout } from "../facts/mentions.ts";
import { type ModNode, nodeFacts } from "../facts/mod-node.ts";
import { isNamedByUpdate, preferredLock, preferredState } from "../request/order.ts";
import { isSpent, makeBudget, partOf, spend } from "../search/budget.ts";
import { addFact, addMod, backTo, presentOf, restart, type Search, settle } from "../search/search.ts";
import { lasting } from "../search/trail.ts";
import { takeTurn } from "../search/turns.ts";
import { go, know, nodeOf, type Session } from "../session/session.ts";
import { neededMods } from "./needed.ts";
import { enqueue, firstPlace, makeQueue, type RecommendationQueue, takeFirst, upTo } from "./recommendation-queue.ts";

/** The most steps for trying one recommended mod. */
const BUDGET = 20_000;

/** How many mods are examined for the reasons of warnings before yielding to other tasks. */
const WORK_A_TURN = 10_000;

/** A budget that returning to an earlier answer cannot exceed, since that takes about one step per mod. */
const AMPLE = 1_000_000_000;

/** Why a try failed: the mod does not fit, or the budget ran out first. */
type Miss = "unfit" | "too-hard";

/** The state of adding recommended mods. */
interface Recommendations {
  readonly session: Session;
  readonly queue: RecommendationQueue;
  /** The mods that present mods recommend and the manifest does not refuse. */
  recommended: Set<string>;
  /** The mods that were not added, with the reason and the value of `added` at that time. */
  readonly missed: Map<string, { readonly why: Miss; readonly added: number }>;
  round: number;
  added: number;
  /** How many of the search's decisions have had their recommendations gathered. */
  seen: number;
  /** Whether moving a present mod to a newer release may make another mod fit. */
  mayRaise: boolean;
}

/**
 * Adds the recommended mods that fit to an answer, which is the current state of the search. It works in rounds: first
 * the mods that the answer's mods recommend, then those that the added ones recommend. A mod that did not fit is tried
 * again after another one was added; if it never fits, there is a warning. Source: docs/rules.md, R8; docs/solver.md,
 * "Recommended mods".
 */
export async function addRecommended(
  session: Session,
  base: readonly Present[],
): Promise<{ present: readonly Present[]; skipped: readonly Warning[] }> {
  const { search } = session;
  settle(search);
  const mayRaise = base.some(({ node, state }) => isHeld(search, node, state));
  const counts = { round: 0, added: 0, seen: 0, mayRaise };
  const recommendations: Recommendations = {
    session,
    queue: makeQueue(),
    recommended: new Set(),
    missed: new Map(),
    ...counts,
  };
  gather(recommendations);
  for (let name = nextRecommendation(recommendations); name !== undefined; name = nextRecommendation(recommendations)) {
    if (!search.byName.has(name)) {
      const others = upTo(recommendations.queue, NEW + recommendations.round);
      await know(session, [name, ...others.filter((other) => !search.byName.has(other))]);
    }
    await attempt(recommendations, nodeOf(session, name));
  }
  const present = presentOf(search);
  return { present, skipped: await skippedWarnings(session, present, recommendations) };
}

/** Whether a mod is kept at its locked release although a newer one is possible. */
function isHeld({ trail, preferred }: Search, { id }: ModNode, state: number): boolean {
  return preferred[id] === state && highest(lasting(trail, id)) > state;
}

/** Queues the recommendations of the mods that were added since the last call. */
function gather(recommendations: Recommendations): void {
  const { session, queue, recommended } = recommendations;
  const { visited, propagation } = session.search;
  const { requirements } = session.world.request;
  for (; recommendations.seen < visited.length; recommendations.seen++) {
    const names = recommendedBy(visited[recommendations.seen] as Present);
    propagation.looks += names.length;
    for (const name of names) {
      if (recommended.has(name) || requirements.get(name)?.kind === "refused") continue;
      recommended.add(name);
      if (!recommendations.missed.has(name))
        enqueue(queue, placeOf(recommendations, name, recommendations.round + 1), name);
    }
  }
}

/**
 * The place in the queue: first mods named by `update`, then locked mods, both in any round; then all others by round.
 */
function placeOf({ session }: Recommendations, name: string, round: number): number {
  const rank = rankOf(session, name);
  return rank < NEW ? rank : NEW + round;
}

/** The recommended mod to try next; undefined if none is left. */
function nextRecommendation(recommendations: Recommendations): string | undefined {
  const { queue, recommended, session } = recommendations;
  for (;;) {
    const place = firstPlace(queue);
    if (place === undefined || place > NEW + recommendations.round) {
      // A new round begins, and mods that did not fit before may fit now.
      recommendations.round++;
      tryAgain(recommendations, (name) => rankOf(session, name) === NEW);
      if (firstPlace(queue) === undefined) return undefined;
      continue;
    }
    const name = takeFirst(queue)!;
    if (recommended.has(name) && !isPresent(session, name)) return name;
  }
}

/** Queues mods again that did not fit when fewer mods had been added. */
function tryAgain(recommendations: Recommendations, isIncluded: (name: string) => boolean): void {
  if (!recommendations.mayRaise) return;
  for (const [name, { why, added }] of recommendations.missed) {
    if (
      why !== "unfit" ||
      added === recommendations.added ||
      !isIncluded(name) ||
      !recommendations.recommended.has(name)
    )
      continue;
    recommendations.missed.delete(name);
    enqueue(recommendations.queue, placeOf(recommendations, name, recommendations.round), name);
  }
}

function isPresent({ search }: Session, name: string): boolean {
  const id = search.byName.get(name)?.id ?? -1;
  return search.isVisited[id] === true && highest(search.trail.domains[id]!) > 0;
}

/** Adds a mod unless a chosen mod would be lost or get older. Leaves the search at an answer. */
async function attempt(recommendations: Recommendations, mod: ModNode): Promise<void> {
  const { session, missed } = recommendations;
  const { search, world } = session;
  const whole = search.budget;
  search.budget = partOf(whole, BUDGET);
  const isFirst = isNamedByUpdate(world.request, mod.name) && recommendations.mayRaise;
  let miss = isFirst ? "unfit" : await addWithoutMoving(session, mod);
  if (miss === "unfit" && recommendations.mayRaise) {
    const present = presentOf(search);
    const outcome = isSpent(whole) ? "too-hard" : await addByRaising(session, present, mod, isFirst);
    miss = typeof outcome === "string" ? outcome : undefined;
    await returnTo(session, typeof outcome === "string" ? present : outcome);
    spend(whole, present.length);
    // A mod that has moved to a newer release may recommend different mods.
    if (!miss) recommendations.recommended = new Set();
    recommendations.seen = miss ? search.visited.length : 0;
  }
  search.budget = whole;
  if (miss) missed.set(mod.name, { why: miss, added: recommendations.added });
  else {
    recommendations.added++;
    gather(recommendations);
    tryAgain(recommendations, (name) => rankOf(session, name) < NEW);
  }
}

/** Adds the mod and its requirements without moving any chosen mod; returns the reason if that fails. */
async function addWithoutMoving(session: Session, mod: ModNode): Promise<Miss | undefined> {
  const { search } = session;
  search.recommendation = mod.id;
  const state = await go(session);
  search.recommendation = -1;
  if (state.kind === "too-hard") backTo(search, search.floor);
  const isThere = isPresent(session, mod.name);
  settle(search);
  return isThere ? undefined : state.kind === "too-hard" ? "too-hard" : "unfit";
}

/**
 * Finds an answer that has the mod, in which others may move to newer releases. `isFirst`: the mod's newest release
 * takes precedence over theirs.
 */
async function addByRaising(
  session: Session,
  present: readonly Present[],
  mod: ModNode,
  isFirst: boolean,
): Promise<readonly Present[] | Miss> {
  const { search, world } = session;
  const use = makeUse(session);
  const assumptions = present.map(({ node, state }) => assumed(node, state, "chosen"));
  assumptions.push(assumed(mod, 1, "wanted"), assumed(use, 1, "wanted"));
  const others = present.map(({ node }) => node);
  for (const node of others) search.preferred[node.id] = preferredState(world.request, node);
  const order = [...(isFirst ? [mod] : []), ...others, mod].map(({ id }) => id);
  for (;;) {
    restart(search, assumptions, order);
    const state = await go(session);
    if (state.kind === "too-hard") return "too-hard";
    if (state.kind !== "solved") return "unfit";
    const found = state.present.filter(({ node }) => node !== use);
    const facts = await idleFacts(session, use, found);
    if (facts.length === 0) return found;
    for (const fact of facts) addFact(search, fact);
  }
}

/** Restores an earlier answer in the search. */
async function returnTo(session: Session, present: readonly Present[]): Promise<void> {
  const { search } = session;
  for (const { node, state } of present) search.preferred[node.id] = state;
  search.budget = makeBudget(AMPLE);
  restart(
    search,
    [],
    present.map(({ node }) => node.id),
  );
  await go(session);
  settle(search);
}

/**
 * Adds an artificial mod that is present only during this try. Facts that hold for the try alone depend on it, so that
 * what is learned from them is not used later.
 */
function makeUse({ search }: Session): ModNode {
  const name = `(try ${search.nodes.length})`;
  const known = { name, packed: [0], dependencies: [[]], unreadable: [[]], releases: [] };
  return addMod(search, nodeFacts({ ...known, origin: "unknown" }));
}

/**
 * Facts for a try that rule out unneeded mods: a mod that no chain of demands and recommendations reaches may only be
 * present if a reached mod has another release, which names an unreached mod, or if a mod that they recommend is
 * present. Empty if all mods are reached.
 */
async function idleFacts(session: Session, use: ModNode, found: readonly Present[]): Promise<Incompatibility[]> {
  const needed = neededMods(session, found, isDemandOrRecommendation);
  const idle = found.filter(({ node }) => !needed.has(node.name));
  if (idle.length === 0) return [];
  const reached = found.filter(({ node }) => needed.has(node.name));
  const asked = new Set(reached.flatMap(recommendedBy).filter((name) => !needed.has(name)));
  await know(session, [...asked]);
  const terms: Term[] = [{ mod: use.id, set: [1, 1] }];
  for (const name of asked) terms.push({ mod: nodeOf(session, name).id, set: ABSENT });
  for (const { node } of reached) {
    const beyond = [...node.mentions.first.keys()]
      .filter((name) => !needed.has(name) && !asked.has(name))
      .map((name) => releasesAbout(node.mentions, name, isDemandOrRecommendation))
      .reduce(union, NONE);
    if (beyond.length > 0) terms.push({ mod: node.id, set: complement(beyond, node.size) });
  }
  return idle.map(({ node }) => ({
    terms: [...terms, { mod: node.id, set: interval(1, node.size) }],
    cause: { kind: "assumed", why: "wanted" },
  }));
}

/** The assumption that a mod has the given state or a newer one. */
export function assumed(node: ModNode, state: number, why: "chosen" | "wanted"): Incompatibility {
  const against = complement(interval(state, node.size), node.size);
  return { terms: [{ mod: node.id, set: against }], cause: { kind: "assumed", why } };
}

/** The rank of all other mods; those named by `update` have rank 0, locked mods rank 1. */
const NEW = 2;

function rankOf({ world }: Session, name: string): number {
  if (isNamedByUpdate(world.request, name)) return 0;
  return preferredLock(world.request, name) ? 1 : NEW;
}

function recommendedBy({ node, state }: Pick<Present, "node" | "state">): string[] {
  const entries = node.dependencies[state - 1] ?? [];
  return entries.flatMap((entry) => (entry.kind === "recommended" ? [entry.name] : []));
}

/** A warning for each recommended mod that is absent, in name order. */
async function skippedWarnings(
  session: Session,
  present: readonly Present[],
  { recommended, missed }: Recommendations,
): Promise<Warning[]> {
  const byName = [...present].sort((one, other) => compareNames(one.node.name, other.node.name));
  const presentNames = new Set(present.map(({ node }) => node.name));
  const recommenders = new Map<string, string>();
  for (const mod of byName) {
    for (const name of recommendedBy(mod)) if (!recommenders.has(name)) recommenders.set(name, mod.node.name);
  }
  const left = [...recommended].filter((name) => !presentNames.has(name)).sort(compareNames);
  if (left.length === 0) return [];
  const { shortReason } = await import("../explain/short-reason.ts");
  const warnings: Warning[] = [];
  let work = 0;
  for (const name of left) {
    const reason =
      missed.get(name)?.why === "too-hard"
        ? "whether it fits was not found out within the step budget"
        : shortReason(session, nodeOf(session, name), byName);
    const message = `${name}, which ${recommenders.get(name)} recommends, was left out: ${reason}.`;
    warnings.push({ code: "RECOMMENDED_SKIPPED", mod: name, message });
    work += present.length;
    if (work < WORK_A_TURN) continue;
    work = 0;
    await takeTurn(session.options);
  }
  return warnings;
}
