import type { Requirement } from "../../manifest/manifest.ts";
import { parseRange, type Range } from "../../version/range.ts";
import { formatPacked } from "../../version/version.ts";
import { statesIn } from "../edge.ts";
import type { ModNode } from "../mod-node.ts";
import { requestedNames } from "../order.ts";
import type { ResolveRequest } from "../request.ts";

/** A range that stands in the way of a game line only by being old. */
export interface Loosened {
  readonly name: string;
  /** The manifest's text, and the one in its place. */
  readonly from: string;
  readonly to: string;
}

/**
 * The ranges that no release for the request's game meets although newer ones exist, each loosened to `>=` its lower end.
 * Source: contract 5.2.
 */
export function loosenedRanges(request: ResolveRequest, nodeOf: (name: string) => ModNode): Loosened[] {
  return requestedNames(request).flatMap((name) => {
    const requirement = request.requirements.get(name) as Requirement;
    if (requirement.kind !== "range") return [];
    const to = looser(requirement.range, nodeOf(name));
    return to === undefined ? [] : [{ name, from: requirement.range.text, to }];
  });
}

/** `>=` the lower end of a range; undefined where that is not called for. */
function looser({ text, versions }: Range, node: ModNode): string | undefined {
  const low = versions[0]?.low;
  if (low === undefined || statesIn(node, versions).length > 0) return undefined;
  if ((node.packed.at(-1) ?? -1) < low) return undefined;
  if (low === 0) return "*";
  // An exact version is shown as it was written.
  const own = /^\s*=?\s*([\d.]+)\s*$/.exec(text)?.[1];
  return `>= ${own ?? formatPacked(low)}`;
}

/** The request with its ranges loosened. */
export function withLoosened(request: ResolveRequest, loosened: readonly Loosened[]): ResolveRequest {
  const requirements = new Map(request.requirements);
  for (const { name, to } of loosened) {
    const range = parseRange(to);
    if ("fault" in range) throw new Error(`${to} is not a range`);
    requirements.set(name, { kind: "range", range });
  }
  return { ...request, requirements };
}
