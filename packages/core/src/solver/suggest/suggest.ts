import { rangeHas } from "../../version/range.ts";
import { formatPacked } from "../../version/version.ts";
import { versionOf } from "../explain/words.ts";
import type { Incompatibility } from "../incompatibility.ts";
import type { ModInfoSource, ResolveRequest } from "../request.ts";
import type { Session } from "../session.ts";
import { applyChange, type Change, changeCommand } from "./change.ts";
import { ideas } from "./ideas.ts";
import { makeTrials, type Trials } from "./trial.ts";

/** How many suggestions are made at most. */
const MOST_SUGGESTIONS = 5;

/** How many changes are tried at most. */
const MOST_IDEAS = 20;

/** How many mods a suggestion removes at most. */
const MOST_REMOVED = 12;

/**
 * Commands that change the manifest so that it has an answer. Each was tried: what is not seen to help within a step
 * budget is not suggested.
 *
 * @param core the facts that leave the request without an answer.
 */
export async function suggest(
  session: Session,
  core: readonly Incompatibility[],
  source: ModInfoSource,
): Promise<string[]> {
  const { request } = session.world;
  const known: ModInfoSource = { get: async (name) => session.reader.info(name) ?? source.get(name) };
  const trials = makeTrials(session, known);
  const all = ideas(session, core);
  const commands: string[] = [];
  for (const idea of all.slice(0, MOST_IDEAS)) {
    const change = await checked(request, idea, trials);
    const command = change && changeCommand(change);
    if (command && !commands.includes(command)) commands.push(command);
    if (commands.length === MOST_SUGGESTIONS) return commands;
  }
  if (commands.length > 0) return commands;
  const first = all.filter(({ kind }) => kind === "expansion");
  const removal = await removeSeveral(first.reduce(applyChange, request), trials);
  const steps = removal && [...first, removal].map(changeCommand);
  return steps && !steps.includes(undefined) ? [steps.join(" && ")] : [];
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
  const low = before.range.versions[0]?.low ?? 0;
  const lowest = version.packed < low ? version.text : formatPacked(low);
  const narrower: Change = { ...change, text: low === 0 ? "*" : `>= ${lowest}` };
  const again = await trials.run(applyChange(request, narrower));
  return again?.kind === "solved" ? narrower : change;
}

/** Mods that can be removed together where no single one will do: from each knot one, then those not needed put back. */
async function removeSeveral(request: ResolveRequest, trials: Trials): Promise<Change | undefined> {
  let names: string[] = [];
  const without = (removed: readonly string[]): ReturnType<Trials["run"]> =>
    trials.run(applyChange(request, { kind: "remove", names: removed }));
  let outcome = await without(names);
  while (outcome?.kind === "unsolvable" && names.length < MOST_REMOVED) {
    const next = outcome.asked.at(-1);
    if (next === undefined) return undefined;
    names.push(next);
    outcome = await without(names);
  }
  if (outcome?.kind !== "solved") return undefined;
  for (const name of [...names]) {
    const fewer = names.filter((other) => other !== name);
    if (fewer.length > 0 && (await without(fewer))?.kind === "solved") names = fewer;
  }
  return { kind: "remove", names: names.sort() };
}
