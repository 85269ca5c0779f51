import { compareNames } from "../../mod/mod-name.ts";
import type { ModNode } from "../facts/mod-node.ts";
import type { ModInfoSource } from "../request/request.ts";
import type { Cause } from "./certain-lacks.ts";

/** For so many unknown mods near names are looked for. */
const MOST_LOOKED_FOR = 10;

/** The mods that cores speak of and that the portal does not know, each with the name that its author may have meant. */
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
    // Looking for near names is optional: if the portal cannot be asked, the cause is given without any.
    const found = (await source.near?.(name).catch(() => [])) ?? [];
    const first = found.find((other) => !goesOn(other, name) && !goesOn(name, other));
    if (first !== undefined) near.set(name, first);
  }
  return near;
}

/** Whether a name is another one with more behind it: that is another mod, such as one for graphics or a second part. */
function goesOn(name: string, other: string): boolean {
  return name.toLowerCase().startsWith(other.toLowerCase()) && name.length > other.length;
}

function isUnknown({ origin }: ModNode): boolean {
  return origin === "unknown";
}
