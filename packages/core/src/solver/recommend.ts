import { isDemandOrWish } from "../dependency/dependency.ts";
import type { Warning } from "../error.ts";
import { compareNames } from "../mod/mod-name.ts";
import { makeBudget, partOf } from "./budget.ts";
import type { Present } from "./cycles.ts";
import { shortReason } from "./explain/short-reason.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import { ABSENT, complement, interval, NONE, union } from "./index-set.ts";
import { releasesAbout } from "./mentions.ts";
import { type ModNode, nodeFacts } from "./mod-node.ts";
import { neededMods } from "./needed.ts";
import { isNamedByUpdate, preferredLock, preferredState } from "./order.ts";
import { addFact, addMod, decideAlso, restart } from "./search.ts";
import { go, know, nodeOf, type Session } from "./session.ts";

/** How many steps each try may take. */
const BUDGET = 20_000;

/** More than the way back to an answer that was had before can take: about one step for each mod. */
const AMPLE = 1_000_000_000;

/** What became of a try: an answer, or none, or that was not found out within the budget. */
type Try = readonly Present[] | "unfit" | "too-hard";

/**
 * Adds recommended mods to an answer, at which the search stands, where they fit: in rounds, first what the answer's mods
 * recommend, then what those recommend. One that did not fit is tried again when another was added since. One that does
 * not fit in the end is a warning. Source: contract R8.
 */
export async function addRecommended(
  session: Session,
  base: readonly Present[],
): Promise<{ present: readonly Present[]; skipped: readonly Warning[] }> {
  let present = base;
  let added = 0;
  const refused = new Map<string, { readonly why: "unfit" | "too-hard"; readonly added: number }>();
  const isOpen = (name: string): boolean => {
    const last = refused.get(name);
    return last === undefined || (last.why === "unfit" && last.added < added);
  };
  const attempt = async (name: string): Promise<void> => {
    const outcome = await tryWith(session, present, nodeOf(session, name));
    if (typeof outcome === "string") refused.set(name, { why: outcome, added });
    else {
      present = outcome;
      added++;
    }
  };
  // What an update names or the lockfile has comes first, in whichever round: no new mod pushes it out.
  const attemptEarly = async (): Promise<void> => {
    const next = (): string | undefined =>
      recommendedNames(session, present).find((name) => rankOf(session, name) < NEW && isOpen(name));
    for (let name = next(); name !== undefined; name = next()) {
      await know(session, [name]);
      await attempt(name);
    }
  };
  await attemptEarly();
  for (;;) {
    const round = recommendedNames(session, present).filter(isOpen);
    if (round.length === 0) break;
    await know(session, round);
    for (const name of round) {
      // What was added for another may have come with it, or have raised the mod that recommends it.
      if (!recommendedNames(session, present).includes(name)) continue;
      const before = added;
      await attempt(name);
      if (added > before) await attemptEarly();
    }
  }
  const sorted = [...present].sort((one, other) => compareNames(one.node.name, other.node.name));
  const left = recommendedNames(session, present).sort(compareNames);
  return { present, skipped: left.map((name) => skippedWarning(session, name, refused.get(name)?.why, sorted)) };
}

/** The answer with the mod added, in which nothing that was chosen is older or lost. The search stands at an answer again. */
async function tryWith(session: Session, present: readonly Present[], mod: ModNode): Promise<Try> {
  const { search, world } = session;
  const whole = search.budget;
  search.budget = partOf(whole, BUDGET);
  const isFirst = isNamedByUpdate(world.request, mod.name);
  let outcome: Try | undefined = isFirst ? undefined : await besides(session, present, mod);
  if (outcome === undefined) {
    outcome = await raising(session, present, mod, isFirst);
    await returnTo(session, typeof outcome === "string" ? present : outcome);
  }
  search.budget = whole;
  return outcome;
}

/** The answer to which the mod was added, and what it demands, with all else as it was; undefined where that is none. */
async function besides(
  session: Session,
  present: readonly Present[],
  mod: ModNode,
): Promise<readonly Present[] | undefined> {
  decideAlso(session.search, mod);
  const state = await go(session);
  if (state.kind !== "solved") return undefined;
  const chosen = new Map(state.present.map(({ node, state: at }) => [node, at]));
  const isKept = present.every(({ node, state: at }) => chosen.get(node) === at);
  return isKept && chosen.has(mod) ? state.present : undefined;
}

/** The answer with the mod, for which others may have been raised. `isFirst`: its newest matters more than theirs. */
async function raising(session: Session, present: readonly Present[], mod: ModNode, isFirst: boolean): Promise<Try> {
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

/** Searches for the answer that was had before. */
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
}

/**
 * A mod of its own whose presence says that the mod is tried, so that what is learned from facts that hold for the try
 * alone says what it rests on.
 */
function makeUse({ search }: Session): ModNode {
  const name = `(try ${search.nodes.length})`;
  const known = { name, packed: [0], dependencies: [[]], unreadable: [[]], releases: [] };
  return addMod(search, nodeFacts({ ...known, origin: "unknown" }));
}

/**
 * Facts, for the sake of a try, that rule out what leaves mods of an answer without use: a mod that no chain of demands
 * and recommendations reaches is present only where one of those that are reached has a release that speaks of another
 * mod, or one that they recommend is present. None where all are reached.
 */
async function idleFacts(session: Session, use: ModNode, found: readonly Present[]): Promise<Incompatibility[]> {
  const needed = neededMods(session, found, isDemandOrWish);
  const idle = found.filter(({ node }) => !needed.has(node.name));
  if (idle.length === 0) return [];
  const reached = found.filter(({ node }) => needed.has(node.name));
  const wished = new Set(reached.flatMap(recommendedBy).filter((name) => !needed.has(name)));
  await know(session, [...wished]);
  const terms: Term[] = [{ mod: use.id, set: [1, 1] }];
  for (const name of wished) terms.push({ mod: nodeOf(session, name).id, set: ABSENT });
  for (const { node } of reached) {
    const beyond = [...node.mentions.first.keys()]
      .filter((name) => !needed.has(name) && !wished.has(name))
      .map((name) => releasesAbout(node.mentions, name, isDemandOrWish))
      .reduce(union, NONE);
    if (beyond.length > 0) terms.push({ mod: node.id, set: complement(beyond, node.size) });
  }
  return idle.map(({ node }) => ({
    terms: [...terms, { mod: node.id, set: interval(1, node.size) }],
    cause: { kind: "assumed", why: "wanted" },
  }));
}

/** The assumption that a mod has the state, or a newer one. */
export function assumed(node: ModNode, state: number, why: "chosen" | "wanted"): Incompatibility {
  const against = complement(interval(state, node.size), node.size);
  return { terms: [{ mod: node.id, set: against }], cause: { kind: "assumed", why } };
}

/** What is tried first: what an update names, then what the lockfile has, then the others. */
const NEW = 2;

function rankOf({ world }: Session, name: string): number {
  if (isNamedByUpdate(world.request, name)) return 0;
  return preferredLock(world.request, name) ? 1 : NEW;
}

/** The absent mods that those present recommend, by rank, then by name. */
function recommendedNames(session: Session, present: readonly Present[]): string[] {
  const { requirements } = session.world.request;
  const here = new Set(present.map(({ node }) => node.name));
  const names = new Set<string>();
  for (const mod of present) {
    for (const name of recommendedBy(mod)) {
      if (!here.has(name) && requirements.get(name)?.kind !== "refused") names.add(name);
    }
  }
  return [...names].sort((a, b) => rankOf(session, a) - rankOf(session, b) || compareNames(a, b));
}

function recommendedBy({ node, state }: Present): string[] {
  const entries = node.dependencies[state - 1] ?? [];
  return entries.flatMap((entry) => (entry.kind === "recommended" ? [entry.name] : []));
}

function skippedWarning(
  session: Session,
  name: string,
  why: "unfit" | "too-hard" | undefined,
  present: readonly Present[],
): Warning {
  const by = present.find((mod) => recommendedBy(mod).includes(name)) as Present;
  const reason =
    why === "too-hard"
      ? "whether it fits was not found out within the step budget"
      : shortReason(session, nodeOf(session, name), present);
  return {
    code: "RECOMMENDED_SKIPPED",
    mod: name,
    message: `${name}, which ${by.node.name} recommends, was left out: ${reason}`,
  };
}
