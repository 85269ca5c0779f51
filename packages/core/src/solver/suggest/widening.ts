import { rangeHas } from "../../version/range.ts";
import { versionOf } from "../explain/words.ts";
import { requestedNames } from "../order.ts";
import type { ResolveRequest } from "../request.ts";
import { applyChange, type Change } from "./change.ts";
import type { Trials } from "./trial.ts";
import { widerRange } from "./wider-range.ts";

/** So many ranges are looked at one by one. */
const MOST_RANGES = 60;

/**
 * Ranges of the manifest that are widened together so that there is an answer: none of them could stay as it is, and none
 * is wider than needed, as far as that is seen within the step budget. Undefined where wider ranges alone do not help.
 */
export async function widening(request: ResolveRequest, trials: Trials): Promise<readonly Change[] | undefined> {
  const narrow = requestedNames(request).filter((name) => {
    const requirement = request.requirements.get(name);
    return requirement?.kind === "range" && requirement.range.text !== "*";
  });
  if (narrow.length < 2) return undefined;
  const solves = (changes: readonly Change[]) => trials.run(changes.reduce(applyChange, request));
  let needed: readonly Change[] = narrow.map((name) => ({ kind: "range", name, text: "*" }));
  let outcome = await solves(needed);
  if (outcome?.kind !== "solved") return undefined;
  for (const change of needed.slice(0, MOST_RANGES)) {
    const others = needed.filter((other) => other !== change);
    const without = await solves(others);
    if (without?.kind !== "solved") continue;
    [needed, outcome] = [others, without];
  }
  const { present } = outcome;
  const narrower = needed.map((change): Change => {
    if (change.kind !== "range") return change;
    const before = request.requirements.get(change.name);
    const chosen = present.find(({ node }) => node.name === change.name);
    const version = chosen && versionOf(chosen.node, chosen.state);
    if (before?.kind !== "range" || !version || rangeHas(before.range, version.packed)) return change;
    return { ...change, text: widerRange(before.range.versions, version.packed) };
  });
  const again = await solves(narrower);
  return again?.kind === "solved" ? narrower : needed;
}
