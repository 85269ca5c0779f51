import { isDemand } from "../dependency/dependency.ts";
import { findLoadCycle } from "../load-order/load-order.ts";
import { setHas } from "../version/version-set.ts";
import type { PresentMod } from "./present-mods.ts";
import type { StaleReason } from "./stale-reason.ts";

/** An inconsistency within a set of mods. */
export type SelectionFault = Extract<
  StaleReason,
  { readonly kind: "missing" | "wrong-version" | "incompatible" | "unreadable" | "cycle" }
>;

/**
 * Finds the inconsistencies within a set of mods: a missing requirement, a version out of range, incompatible mods, a
 * cycle in the load order. A set chosen by the solver has none; one that was merged or edited by hand may.
 */
export function* selectionFaults(present: ReadonlyMap<string, PresentMod>): Iterable<SelectionFault> {
  for (const { name: by, dependencies, unreadable } of present.values()) {
    for (const { kind, text } of unreadable) if (isDemand(kind)) yield { kind: "unreadable", by, text };
    for (const dependency of dependencies) {
      const { kind, name, versions } = dependency;
      const other = present.get(name);
      if (kind === "incompatible") {
        if (other && name !== by) yield { kind: "incompatible", by, name };
      } else if (!other) {
        if (isDemand(kind)) yield { kind: "missing", by, dependency };
      } else if (!setHas(versions, other.packed)) {
        yield { kind: "wrong-version", by, dependency, version: other.version };
      }
    }
  }
  const names = findLoadCycle(present);
  if (names) yield { kind: "cycle", names };
}
