import { rangeHas } from "../../version/range.ts";
import type { Knot } from "../explain/knot.ts";
import { versionOf } from "../explain/words.ts";
import type { ModInfoSource, ResolveRequest } from "../request.ts";
import { applyChange, type Change, changeCommand } from "./change.ts";
import { ideas } from "./ideas.ts";
import { type Removal, smallestRemoval } from "./removal.ts";
import { makeTrials, type Trials } from "./trial.ts";
import { widerRange } from "./wider-range.ts";

/** How many suggestions are made at most. */
const MOST_SUGGESTIONS = 5;

/** How many changes are tried at most. */
const MOST_IDEAS = 20;

/** What was found to help. */
export interface Suggested {
  /** Commands that change the manifest so that it has an answer. */
  readonly commands: readonly string[];
  /** The mods that a command removes, where no single change helps. */
  readonly removal?: Removal;
}

/**
 * Changes of the manifest with which it has an answer. Each was tried: what is not seen to help within a step budget is
 * not suggested.
 *
 * @param knot why the request has no answer.
 */
export async function suggest(knot: Knot, source: ModInfoSource): Promise<Suggested> {
  const { session } = knot;
  const { request } = session.world;
  const trials = makeTrials(session, { get: async (name) => session.reader.info(name) ?? source.get(name) });
  const all = ideas(knot);
  const commands: string[] = [];
  for (const idea of all.slice(0, MOST_IDEAS)) {
    const change = await checked(request, idea, trials);
    const command = change && changeCommand(change);
    if (command && !commands.includes(command)) commands.push(command);
    if (commands.length === MOST_SUGGESTIONS) break;
  }
  if (commands.length > 0) return { commands };
  const first = all.filter(({ kind }) => kind === "expansion");
  const known = first.length > 0 ? [] : [knot];
  const removal = await smallestRemoval(first.reduce(applyChange, request), known, trials);
  if (!removal) return { commands };
  const steps = [...first, { kind: "remove", names: removal.names } as const].map(changeCommand);
  return steps.includes(undefined) ? { commands } : { commands: [steps.join(" && ")], removal };
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
