import { compareNames } from "../../mod/mod-name.ts";
import type { ModNode } from "../facts/mod-node.ts";
import type { ModInfoSource } from "../request/request.ts";
import type { Cause } from "./certain-lacks.ts";

/** The most unknown mods for which similar names are sought. */
const MOST_LOOKED_FOR = 10;

/** The mods in cores that the portal does not know, each with a similar name that may have been meant. */
export async function nearUnknown(
  causes: readonly Cause[],
  source: ModInfoSource,
): Promise<ReadonlyMap<string, string>> {
  const names = new Set<string>();
  for (const { facts } of causes) {
    for (const { cause } of facts) {
      if (cause.kind === "dependency" && isUnknown(cause.edge.to)) names.add(cause.edge.to.name);
    }
  }
  const near = new Map<string, string>();
  for (const name of [...names].sort(compareNames).slice(0, MOST_LOOKED_FOR)) {
    // Similar names are optional: if the portal cannot be reached, there are none.
    const found = (await source.near?.(name).catch(() => [])) ?? [];
    const first = found.find((other) => !extendsName(other, name) && !extendsName(name, other));
    if (first !== undefined) near.set(name, first);
  }
  return near;
}

/** Whether a name extends another one. Such a name is taken to be another mod, such as one for graphics, not a typo. */
function extendsName(name: string, other: string): boolean {
  return name.toLowerCase().startsWith(other.toLowerCase()) && name.length > other.length;
}

function isUnknown({ origin }: ModNode): boolean {
  return origin === "unknown";
}
