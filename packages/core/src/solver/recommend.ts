import { isDemandOrWish } from "../dependency/dependency.ts";
import type { Warning } from "../error.ts";
import { compareNames } from "../mod/mod-name.ts";
import type { Present } from "./cycles.ts";
import { shortReason } from "./explain/short-reason.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import { complement, interval, NONE, union } from "./index-set.ts";
import { releasesAbout } from "./mentions.ts";
import { type ModNode, nodeFacts } from "./mod-node.ts";
import { neededMods } from "./needed.ts";
import { isNamedByUpdate } from "./order.ts";
import { addFact, addMod, decideAlso, restart } from "./search.ts";
import { go, know, nodeOf, type Session } from "./session.ts";

/** How many steps each try may take. */
const BUDGET = 20_000;

/** What became of a try: an answer, or none, or that was not found out within the budget. */
type Try = readonly Present[] | "unfit" | "too-hard";

/**
 * Adds recommended mods to an answer, at which the search stands, where they fit: in rounds, first what the answer's mods
 * recommend, then what those recommend. One that does not fit is a warning. Source: contract R8.
 */
export async function addRecommended(
  session: Session,
  base: readonly Present[],
): Promise<{ present: readonly Present[]; skipped: readonly Warning[] }> {
  let present = base;
  const refused = new Map<string, "unfit" | "too-hard">();
  for (;;) {
    const round = recommendedNames(session, present).filter((name) => !refused.has(name));
    if (round.length === 0) break;
    await know(session, round);
    for (const name of round) {
      // What was added for another may have come with it, or have raised the mod that recommends it.
      if (!recommendedNames(session, present).includes(name)) continue;
      const outcome = await tryWith(session, present, nodeOf(session, name));
      if (typeof outcome === "string") refused.set(name, outcome);
      else present = outcome;
    }
  }
  const left = new Set(recommendedNames(session, present));
  const skipped = [...refused].filter(([name]) => left.has(name));
  return { present, skipped: skipped.map(([name, why]) => skippedWarning(session, name, why, present)) };
}

/** The answer with the mod added, in which nothing that was chosen is older or lost. The search stands at an answer again. */
async function tryWith(session: Session, present: readonly Present[], mod: ModNode): Promise<Try> {
  const { search, world } = session;
  const left = search.stepsLeft;
  search.stepsLeft = Math.min(BUDGET, left);
  const before = search.stepsLeft;
  const first = isNamedByUpdate(world.request, mod.name);
  const outcome =
    (first ? undefined : await besides(session, present, mod)) ?? (await raising(session, present, mod, first));
  search.stepsLeft = left - (before - search.stepsLeft);
  if (typeof outcome === "string") await returnTo(session, present);
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

/** The answer with the mod, for which others may have been raised. `first`: its newest matters more than theirs. */
async function raising(session: Session, present: readonly Present[], mod: ModNode, first: boolean): Promise<Try> {
  const { search } = session;
  const use = useOf(session, mod);
  const assumptions = present.map(({ node, state }) => assumed(node, state, "chosen"));
  assumptions.push(assumed(mod, 1, "wanted"), assumed(use, 1, "wanted"));
  const others = present.map(({ node }) => node);
  addFact(search, neededFact([mod], mod, use, others));
  const order = [...(first ? [mod] : []), ...others, mod].map(({ id }) => id);
  for (const { node, state } of present) search.preferred[node.id] = state;
  for (;;) {
    restart(search, assumptions, order);
    const state = await go(session);
    if (state.kind === "too-hard") return "too-hard";
    if (state.kind !== "solved") return "unfit";
    const needed = neededMods(session, state.present, isDemandOrWish);
    const idle = state.present.map(({ node }) => node).filter(({ name }) => !needed.has(name));
    if (idle.length === 0) return state.present;
    const rest = search.nodes.filter((node) => !idle.includes(node));
    for (const node of idle) addFact(search, neededFact(idle, node, use, rest));
  }
}

/** Searches for the answer that was had before. */
async function returnTo(session: Session, present: readonly Present[]): Promise<void> {
  const { search } = session;
  for (const { node, state } of present) search.preferred[node.id] = state;
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
function useOf({ search }: Session, { name }: ModNode): ModNode {
  const known = { name: `(a use for ${name})`, packed: [0], dependencies: [[]], unreadable: [[]], releases: [] };
  return search.byName.get(known.name) ?? addMod(search, nodeFacts({ ...known, origin: "unknown" }));
}

/**
 * The fact, for the sake of a try, that one of `group` is present only where one of `others` needs some of the group: it
 * demands or recommends it.
 */
function neededFact(
  group: readonly ModNode[],
  one: ModNode,
  use: ModNode,
  others: readonly ModNode[],
): Incompatibility {
  const terms: Term[] = [
    { mod: use.id, set: [1, 1] },
    { mod: one.id, set: interval(1, one.size) },
  ];
  for (const { id, size, mentions } of others) {
    const needing = group.map(({ name }) => releasesAbout(mentions, name, isDemandOrWish)).reduce(union, NONE);
    if (needing.length > 0) terms.push({ mod: id, set: complement(needing, size) });
  }
  return { terms, cause: { kind: "assumed", why: "wanted" } };
}

/** The assumption that a mod has the state, or a newer one. */
export function assumed(node: ModNode, state: number, why: "chosen" | "wanted"): Incompatibility {
  const against = complement(interval(state, node.size), node.size);
  return { terms: [{ mod: node.id, set: against }], cause: { kind: "assumed", why } };
}

/** In name order, those with a locked release first, so that a new mod never pushes out one that was added before. */
function recommendedNames({ world }: Session, present: readonly Present[]): string[] {
  const { requirements, locked } = world.request;
  const here = new Set(present.map(({ node }) => node.name));
  const names = new Set<string>();
  for (const mod of present) {
    for (const name of recommendedBy(mod)) {
      if (!here.has(name) && requirements.get(name)?.kind !== "refused") names.add(name);
    }
  }
  const rank = (name: string): number => (locked?.has(name) ? 0 : 1);
  return [...names].sort((a, b) => rank(a) - rank(b) || compareNames(a, b));
}

function recommendedBy({ node, state }: Present): string[] {
  const entries = node.dependencies[state - 1] ?? [];
  return entries.flatMap((entry) => (entry.kind === "recommended" ? [entry.name] : []));
}

function skippedWarning(
  session: Session,
  name: string,
  why: "unfit" | "too-hard",
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
