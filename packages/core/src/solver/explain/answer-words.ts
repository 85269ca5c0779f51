import { listOf } from "../../text/list-of.ts";
import { isJustAsked, requestedNames } from "../request/order.ts";
import type { ResolveRequest } from "../request/request.ts";
import type { UnsatisfiableCore } from "./unsatisfiable-core.ts";

/**
 * Which requested mods cannot be installed, as a clause: how many, which, and which only fail together.
 *
 * @param alone the mods that cannot be installed even if nothing else is requested.
 */
export function answerWords(
  request: ResolveRequest,
  alone: readonly string[],
  cores: readonly UnsatisfiableCore[],
): string {
  const total = requestedNames(request).length;
  const groups = cores.filter(({ asked }) => asked.length > 1 && !asked.some((name) => alone.includes(name)));
  const together = mergeGroups(groups.map(({ asked }) => asked)).map(
    (names) => `${listOf(names)} cannot be installed together`,
  );
  if (alone.length === 0 && together.length === 0) return "no releases of the mods in your mods.yaml fit together";
  return [...(alone.length > 0 ? [aloneWords(request, alone, total)] : []), ...together].join("; ");
}

function aloneWords(request: ResolveRequest, alone: readonly string[], total: number): string {
  const asked = alone.every((name) => isJustAsked(request, name));
  if (asked) return `${listOf(alone)}, which you ask for, cannot be installed`;
  if (total === 1) return `${listOf(alone)} cannot be installed`;
  // The names are left to the causes.
  if (alone.length === total) return `none of the ${total} mods in your mods.yaml can be installed`;
  if (alone.length === 1) return `${listOf(alone)}, one of the ${total} mods in your mods.yaml, cannot be installed`;
  return `${alone.length} of the ${total} mods in your mods.yaml cannot be installed: ${listOf(alone)}`;
}

/** Merges groups that share a name; each is in name order. */
function mergeGroups(groups: readonly (readonly string[])[]): string[][] {
  const sets: Set<string>[] = [];
  for (const group of groups) {
    const own = new Set(group);
    for (let at = sets.length - 1; at >= 0; at--) {
      const other = sets[at]!;
      if (![...other].some((name) => own.has(name))) continue;
      for (const name of other) own.add(name);
      sets.splice(at, 1);
    }
    sets.push(own);
  }
  return sets.map((names) => [...names].sort());
}
