import { isUnreadable } from "../dependency/dependency.ts";
import type { Warning } from "../error.ts";
import { compareNames } from "../mod/mod-name.ts";
import type { Present } from "./cycles.ts";
import { interval } from "./index-set.ts";
import type { ModNode } from "./mod-node.ts";
import { type ResolveRequest } from "./request.ts";
import { restart, type Search } from "./search.ts";

/** Adds recommended mods to an answer where they fit. `know` and `go` drive the search. Source: contract R8. */
export async function addRecommended(
  request: ResolveRequest,
  search: Search,
  base: readonly Present[],
  know: (name: string) => Promise<ModNode>,
  go: () => Promise<readonly Present[] | undefined>,
): Promise<{ present: readonly Present[]; skipped: readonly Warning[] }> {
  let present = base;
  const tried = new Set<string>();
  const skipped: Warning[] = [];
  for (;;) {
    const round = recommendedNames(request, present).filter((name) => !tried.has(name));
    if (round.length === 0) return { present, skipped };
    for (const name of round) {
      tried.add(name);
      if (present.some(({ node }) => node.name === name)) continue;
      const node = await know(name);
      const answer = node.size === 0 ? undefined : await tryWith(search, present, node, go);
      if (answer) present = answer;
      else skipped.push(skippedWarning(name, present));
    }
  }
}

/** Whether the whole still solves with the mod, while nothing that was chosen gets older or lost. */
async function tryWith(
  search: Search,
  present: readonly Present[],
  added: ModNode,
  go: () => Promise<readonly Present[] | undefined>,
): Promise<readonly Present[] | undefined> {
  const kept = present.map(({ node, state }) => ({ mod: node.id, set: interval(state, node.size) }));
  const assumptions = [...kept, { mod: added.id, set: interval(1, added.size) }];
  for (const { node, state } of present) search.preferred[node.id] = state;
  restart(
    search,
    assumptions,
    assumptions.map(({ mod }) => mod),
  );
  return go();
}

/** In name order, those with a locked release first, so that a new mod never pushes out one that was added before. */
function recommendedNames({ requirements, locked }: ResolveRequest, present: readonly Present[]): string[] {
  const here = new Set(present.map(({ node }) => node.name));
  const names = new Set<string>();
  for (const { node, state } of present) {
    for (const entry of node.dependencies[state - 1] ?? []) {
      if (isUnreadable(entry) || entry.kind !== "recommended" || here.has(entry.name)) continue;
      if (requirements.get(entry.name)?.kind !== "refused") names.add(entry.name);
    }
  }
  const rank = (name: string): number => (locked?.has(name) ? 0 : 1);
  return [...names].sort((a, b) => rank(a) - rank(b) || compareNames(a, b));
}

function skippedWarning(name: string, present: readonly Present[]): Warning {
  const by = present.find(({ node, state }) =>
    (node.dependencies[state - 1] ?? []).some(
      (entry) => !isUnreadable(entry) && entry.kind === "recommended" && entry.name === name,
    ),
  );
  const message = `${name}, which ${by?.node.name} recommends, was left out: it does not fit the other mods or this game`;
  return { code: "RECOMMENDED_SKIPPED", mod: name, message };
}
