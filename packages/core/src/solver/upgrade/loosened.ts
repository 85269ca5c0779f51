import { parseRange, type Range } from "../../version/range.ts";
import { formatPacked } from "../../version/version.ts";
import { statesIn } from "../facts/edge.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { requestedNames } from "../request/order.ts";
import type { ResolveRequest } from "../request/request.ts";

/** A range without a release for a game line, and its loosened form, which future releases will meet. */
export interface Loosened {
  readonly name: string;
  /** The manifest's text, and its replacement. */
  readonly from: string;
  readonly to: string;
  /** Whether a release for the line meets the loosened range already. */
  readonly hasRelease: boolean;
}

/**
 * The ranges that no release for the request's game meets, each loosened to `>=` its lower end, which newer releases
 * meet, existing and future ones. Source: docs/commands.md, "upgrade".
 */
export function loosenedRanges(request: ResolveRequest, nodeOf: (name: string) => ModNode): Loosened[] {
  return requestedNames(request).flatMap((name) => {
    const requirement = request.requirements.get(name)!;
    if (requirement.kind !== "range") return [];
    const node = nodeOf(name);
    const { text, versions } = requirement.range;
    const low = versions[0]?.low;
    if (low === undefined || statesIn(node, versions).length > 0 || text.trim() === "*") return [];
    const to = looser(requirement.range, low);
    return to === text ? [] : [{ name, from: text, to, hasRelease: (node.packed.at(-1) ?? -1) >= low }];
  });
}

/** The text of a range `>=` the lower end of another range. */
function looser({ text }: Range, low: number): string {
  if (low === 0) return "*";
  // An exact version is kept as it was written.
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
