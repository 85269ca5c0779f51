import { isDemand } from "../dependency/dependency.ts";
import type { Warning } from "../error.ts";
import { compareNames } from "../mod/mod-name.ts";
import type { Present } from "./cycles.ts";
import { shortReason } from "./explain/short-reason.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { ABSENT, complement, interval } from "./index-set.ts";
import { releasesAbout } from "./mentions.ts";
import { type ModNode, nodeFacts } from "./mod-node.ts";
import { neededMods } from "./needed.ts";
import { addFact, addMod, restart } from "./search.ts";
import { go, know, nodeOf, type Session } from "./session.ts";

/**
 * Adds recommended mods to an answer where they fit: in rounds, first what the answer's mods recommend, then what those
 * recommend. One that does not fit is a warning. Source: contract R8.
 */
export async function addRecommended(
  session: Session,
  base: readonly Present[],
): Promise<{ present: readonly Present[]; skipped: readonly Warning[] }> {
  let present = byName(base);
  const added = new Set<string>();
  const tried = new Set<string>();
  const skipped: Warning[] = [];
  for (;;) {
    const round = recommendedNames(session, present).filter((name) => !tried.has(name));
    if (round.length === 0) return { present, skipped };
    await know(session, round);
    for (const name of round) {
      tried.add(name);
      if (present.some(({ node }) => node.name === name)) continue;
      const answer = await tryWith(session, present, nodeOf(session, name));
      if (answer && isNeeded(session, answer, added, name)) {
        added.add(name);
        present = byName(answer);
      } else skipped.push(skippedWarning(session, name, present));
    }
  }
}

/** Whether the whole still solves with the mod, while nothing that was chosen gets older or lost. */
async function tryWith(
  session: Session,
  present: readonly Present[],
  added: ModNode,
): Promise<readonly Present[] | undefined> {
  const { search } = session;
  const assumptions = present.map(({ node, state }) => assumed(node, state, "chosen"));
  assumptions.push(assumed(added, 1, "wanted"), mustBeWelcome(session, present, added));
  for (const { node, state } of present) search.preferred[node.id] = state;
  restart(search, assumptions, [...present.map(({ node }) => node.id), added.id]);
  const state = await go(session);
  return state.kind === "solved" ? state.present : undefined;
}

/**
 * The assumption that some mod of the answer still recommends or demands the added one, however far the answer is
 * raised. It is the presence of a mod of its own, so that what is learned says what it rests on.
 */
function mustBeWelcome({ search }: Session, present: readonly Present[], added: ModNode): Incompatibility {
  const name = `(a use for ${added.name})`;
  const use =
    search.byName.get(name) ??
    addMod(
      search,
      nodeFacts({ name, origin: "unknown", packed: [0], dependencies: [[]], unreadable: [[]], releases: [] }),
    );
  const cause: Incompatibility["cause"] = { kind: "assumed", why: "wanted" };
  const unwelcome = present.flatMap(({ node }) => {
    const welcoming = releasesAbout(node.mentions, added.name, (kind) => kind === "recommended" || isDemand(kind));
    return welcoming.length > 0 ? [{ mod: node.id, set: complement(welcoming, node.size) }] : [];
  });
  addFact(search, { terms: [{ mod: use.id, set: [1, 1] }, ...unwelcome], cause });
  return { terms: [{ mod: use.id, set: ABSENT }], cause };
}

/** The assumption that a mod has the state, or a newer one. */
export function assumed(node: ModNode, state: number, why: "chosen" | "wanted"): Incompatibility {
  const against = complement(interval(state, node.size), node.size);
  return { terms: [{ mod: node.id, set: against }], cause: { kind: "assumed", why } };
}

/** Whether the answer, raised to newer releases perhaps, still has a use for everything in it. */
function isNeeded(session: Session, answer: readonly Present[], added: ReadonlySet<string>, name: string): boolean {
  const needed = neededMods(session, answer, new Set([...added, name]));
  return answer.every(({ node }) => needed.has(node.name));
}

function byName(present: readonly Present[]): readonly Present[] {
  return [...present].sort((a, b) => compareNames(a.node.name, b.node.name));
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

function skippedWarning(session: Session, name: string, present: readonly Present[]): Warning {
  const by = present.find((mod) => recommendedBy(mod).includes(name))?.node.name;
  const reason = shortReason(session, nodeOf(session, name), present);
  return {
    code: "RECOMMENDED_SKIPPED",
    mod: name,
    message: `${name}, which ${by} recommends, was left out: ${reason}`,
  };
}
