import { rangeHas } from "../../version/range.ts";
import { formatPacked } from "../../version/version.ts";
import { type Attempt, attempt } from "../attempt.ts";
import { leaves, smallest } from "../explain/core-facts.ts";
import type { Incompatibility } from "../incompatibility.ts";
import type { ModInfoSource, ResolveRequest } from "../request.ts";
import type { Session, SolveOptions } from "../session.ts";
import { applyChange, type Change, changeCommand } from "./change.ts";
import { askedFor, ideas } from "./ideas.ts";

/** How many suggestions are made at most. */
const MOST_SUGGESTIONS = 5;

/** How many changes are tried at most. */
const MOST_TRIES = 60;

/** How many decisions and conflicts each try may take. */
const BUDGET = 20_000;

/** How many mods a suggestion removes at most. */
const MOST_REMOVED = 12;

/** Tries requests, as often as is allowed; undefined when one cannot be tried. */
type Try = (request: ResolveRequest) => Promise<Attempt | undefined>;

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
  const tryOut = makeTry(known, session.options);
  const commands: string[] = [];
  for (const idea of ideas(session, core)) {
    const change = await checked(request, idea, tryOut);
    const command = change && changeCommand(change);
    if (command && !commands.includes(command)) commands.push(command);
    if (commands.length === MOST_SUGGESTIONS) return commands;
  }
  if (commands.length > 0) return commands;
  const first: Change[] = ideas(session, core).filter(({ kind }) => kind === "expansion");
  const removal = await removeSeveral(first.reduce(applyChange, request), tryOut);
  const steps = removal && [...first, removal].map(changeCommand);
  return steps && !steps.includes(undefined) ? [steps.join(" && ")] : [];
}

function makeTry(source: ModInfoSource, options: SolveOptions): Try {
  let left = MOST_TRIES;
  return async (request) => {
    if (left-- <= 0) return undefined;
    try {
      return await attempt({ ...request, budget: BUDGET, recommended: false }, source, options);
    } catch {
      options.signal?.throwIfAborted();
      return undefined;
    }
  };
}

/** The change, where it helps; a range no wider than needed. */
async function checked(request: ResolveRequest, change: Change, tryOut: Try): Promise<Change | undefined> {
  const outcome = await tryOut(applyChange(request, change));
  if (outcome?.kind !== "solved") return undefined;
  const before = change.kind === "range" ? request.requirements.get(change.name) : undefined;
  if (change.kind !== "range" || before?.kind !== "range") return change;
  const chosen = outcome.selection.mods.find(({ name }) => name === change.name)?.release.version;
  const low = before.range.versions[0]?.low ?? 0;
  if (!chosen || rangeHas(before.range, chosen.packed)) return change;
  const lowest = chosen.packed < low ? chosen.text : formatPacked(low);
  const narrower: Change = { ...change, text: low === 0 ? "*" : `>= ${lowest}` };
  const again = await tryOut(applyChange(request, narrower));
  return again?.kind === "solved" ? narrower : change;
}

/** Mods that can be removed together where no single one will do: from each knot one, then those not needed put back. */
async function removeSeveral(request: ResolveRequest, tryOut: Try): Promise<Change | undefined> {
  let names: string[] = [];
  const without = (removed: readonly string[]): Promise<Attempt | undefined> =>
    tryOut(applyChange(request, { kind: "remove", names: removed }));
  let outcome = await without(names);
  while (outcome?.kind === "unsolvable" && names.length < MOST_REMOVED) {
    const { session, proof } = outcome;
    const asked = askedFor(session, leaves(smallest(session.search.nodes, proof)));
    const next = asked.at(-1);
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
