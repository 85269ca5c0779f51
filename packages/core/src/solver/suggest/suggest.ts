import { rangeHas } from "../../version/range.ts";
import type { UnsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import type { Contradictions } from "../relax/contradictions.ts";
import { applyChange, type Change } from "../request/change.ts";
import { isJustAsked, requestedNames } from "../request/order.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { versionOf } from "../request/words.ts";
import { correction } from "./correct.ts";
import { type Ideas, ideas, removals } from "./ideas.ts";
import { smallestRemovals } from "./removal.ts";
import { makeTrials, type Trials } from "./trial.ts";
import { widerRange } from "./wider-range.ts";

/** The most suggestions, and the most that consist of a single change. */
const MOST_SUGGESTIONS = 6;
const MOST_SINGLE = 5;

/** Changes that were checked to help. */
export interface Suggested {
  /** Changes to the manifest after which it has an answer; each list is applied as a whole. */
  readonly remedies: readonly (readonly Change[])[];
  /** Whether the changes that remedies make were proved to be the smallest. */
  readonly exact: boolean;
  /** Why mods have to be left out although something else is loosened too. */
  readonly why: readonly UnsatisfiableCore[];
}

/**
 * Finds changes to the manifest after which it has an answer. Each is checked; changes that are not known to help
 * within a step budget are not suggested. One of them keeps the game's version. Source: docs/rules.md, R13;
 * docs/solver.md, "Corrections".
 *
 * @param core why the request has no answer.
 * @param contradictions the request's contradictions; newly found ones are added.
 */
export async function suggest(
  core: UnsatisfiableCore,
  contradictions: Contradictions,
  source: ModInfoSource,
): Promise<Suggested> {
  const { session } = core;
  const { request } = session.world;
  const known: ModInfoSource = { get: async (name) => session.reader.info(name) ?? source.get(name) };
  const trials = makeTrials(session, known);
  const helpful: Helpful[] = [];
  for (const group of ideas(core))
    helpful.push({ changes: await helpfulChanges(group, request, trials), room: group.room });
  const single = chooseChanges(helpful).map((change) => [change]);
  const removal = await smallestRemovals(contradictions);
  const loosened = await correction(session, known, trials);
  const out = (removal?.sets ?? []).map((names) => [{ kind: "remove", names } as const]);
  const isRemoval = (changes: readonly Change[]): boolean => changes.every(({ kind }) => kind === "remove");
  // The best correction that keeps the game version comes before removals.
  const remedies = unique([
    ...single.filter((changes) => !isRemoval(changes)),
    ...(loosened && !isRemoval(loosened.changes) ? [loosened.changes] : []),
    ...single.filter(isRemoval),
    ...out,
  ]);
  const why = loosened?.why ?? [];
  const exact = (removal?.exact ?? true) && (loosened?.exact ?? true);
  if (remedies.length > 0) {
    return { remedies: limitRemedies(remedies, isRemoval), exact, why };
  }
  const asked = requestedNames(request).filter((name) => isJustAsked(request, name));
  const changes = await helpfulChanges(removals(asked), request, trials);
  return { remedies: changes.map((change) => [change]), exact, why };
}

/** Cuts the list to the most suggestions. Pure removals are dropped first, from the end, except for one. */
function limitRemedies(
  remedies: readonly (readonly Change[])[],
  isRemoval: (changes: readonly Change[]) => boolean,
): (readonly Change[])[] {
  const others = remedies.filter((changes) => !isRemoval(changes));
  const out = remedies.filter(isRemoval);
  return [...others, ...out.slice(0, Math.max(1, MOST_SUGGESTIONS - others.length))];
}

function unique(remedies: readonly (readonly Change[])[]): (readonly Change[])[] {
  return [...new Map(remedies.map((changes) => [JSON.stringify(changes), changes])).values()];
}

/** The helpful changes of one kind, and how many of them are kept in any case. */
interface Helpful extends Pick<Ideas, "room"> {
  readonly changes: readonly Change[];
}

/** Checks ideas and returns those that help. */
async function helpfulChanges(
  { changes, keep, tries }: Ideas,
  request: ResolveRequest,
  trials: Trials,
): Promise<Change[]> {
  const found: Change[] = [];
  for (const idea of changes.slice(0, tries)) {
    if (found.length === keep) break;
    const change = await checked(request, idea, trials);
    if (change) found.push(change);
  }
  return found;
}

/** Chooses changes in order, up to the limit, but reserves the room of later kinds. */
function chooseChanges(kinds: readonly Helpful[]): Change[] {
  const chosen: Change[] = [];
  kinds.forEach(({ changes }, at) => {
    const reserved = kinds.slice(at + 1).reduce((sum, later) => sum + Math.min(later.room, later.changes.length), 0);
    chosen.push(...changes.slice(0, Math.max(0, MOST_SINGLE - reserved - chosen.length)));
  });
  return chosen;
}

/** Returns the change if it helps, with a range no wider than needed; undefined otherwise. */
async function checked(request: ResolveRequest, change: Change, trials: Trials): Promise<Change | undefined> {
  const outcome = await trials.run(applyChange(request, change));
  if (outcome?.kind !== "solved") return undefined;
  const before = change.kind === "range" ? request.requirements.get(change.name) : undefined;
  if (change.kind !== "range" || before?.kind !== "range") return change;
  const chosen = outcome.present.find(({ node }) => node.name === change.name);
  const version = chosen && versionOf(chosen.node, chosen.state);
  if (!version || rangeHas(before.range, version.packed)) return change;
  const narrower: Change = { ...change, text: widerRange(before.range.versions, version.packed) };
  const again = await trials.run(applyChange(request, narrower));
  return again?.kind === "solved" ? narrower : change;
}
