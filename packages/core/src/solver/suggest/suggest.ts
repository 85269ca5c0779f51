import { rangeHas } from "../../version/range.ts";
import { unavailableMods } from "../explain/unavailable.ts";
import type { UnsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import { versionOf } from "../explain/words.ts";
import { isJustAsked, requestedNames } from "../order.ts";
import type { ModInfoSource, ResolveRequest } from "../request.ts";
import { applyChange, type Change } from "./change.ts";
import { type Ideas, ideas, removals } from "./ideas.ts";
import { otherRemovals, type Removal, smallestRemoval } from "./removal.ts";
import { makeTrials, type Trials } from "./trial.ts";
import { widening } from "./widening.ts";
import { widerRange } from "./wider-range.ts";

/** How many suggestions are made at most. */
const MOST_SUGGESTIONS = 5;

/** The suggestions that were tried and help. */
export interface Suggested {
  /** Changes of the manifest after which it has an answer: each list of them together. */
  readonly remedies: readonly (readonly Change[])[];
  /** The mods that one of them removes, where no single change helps. */
  readonly removal?: Removal;
}

/**
 * Changes of the manifest with which it has an answer. Each was tried: what is not seen to help within a step budget is
 * not suggested.
 *
 * @param unsatisfiable core why the request has no answer.
 */
export async function suggest(core: UnsatisfiableCore, source: ModInfoSource): Promise<Suggested> {
  const { session } = core;
  const { request } = session.world;
  const trials = makeTrials(session, { get: async (name) => session.reader.info(name) ?? source.get(name) });
  const groups = ideas(core);
  const helpful: Helpful[] = [];
  for (const group of groups) helpful.push({ changes: await helping(group, request, trials), room: group.room });
  const single = choice(helpful);
  if (single.length > 0) return { remedies: single.map((change) => [change]) };
  const first = groups.flatMap(({ changes }) => changes.filter(({ kind }) => kind === "expansion"));
  const open = first.reduce(applyChange, request);
  const wider = await widening(open, trials);
  const known = first.length > 0 ? [] : [core, ...unavailableMods(session)];
  const removal = await smallestRemoval(open, known, trials, session.options);
  const removed = removal ? [removal, ...(await otherRemovals(open, removal, trials, session.options))] : [];
  const remedies = [
    ...(wider ? [[...first, ...wider]] : []),
    ...removed.map(({ names }) => [...first, { kind: "remove", names } as const]),
  ];
  if (remedies.length > 0) return { remedies, ...(removal ? { removal } : {}) };
  const asked = requestedNames(request).filter((name) => isJustAsked(request, name));
  const changes = await helping(removals(asked), request, trials);
  return { remedies: changes.map((change) => [change]) };
}

/** Changes of one kind that help, and for how many there is room in any case. */
interface Helpful extends Pick<Ideas, "room"> {
  readonly changes: readonly Change[];
}

/** The ideas that help. */
async function helping({ changes, keep, tries }: Ideas, request: ResolveRequest, trials: Trials): Promise<Change[]> {
  const found: Change[] = [];
  for (const idea of changes.slice(0, tries)) {
    if (found.length === keep) break;
    const change = await checked(request, idea, trials);
    if (change) found.push(change);
  }
  return found;
}

/** As many as are suggested, in order, but so that later kinds have their room. */
function choice(kinds: readonly Helpful[]): Change[] {
  const chosen: Change[] = [];
  kinds.forEach(({ changes }, at) => {
    const reserved = kinds.slice(at + 1).reduce((sum, later) => sum + Math.min(later.room, later.changes.length), 0);
    chosen.push(...changes.slice(0, Math.max(0, MOST_SUGGESTIONS - reserved - chosen.length)));
  });
  return chosen;
}

/** The change, where it helps; a range no wider than needed. */
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
