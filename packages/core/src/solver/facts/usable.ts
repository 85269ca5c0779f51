import { type Dependency, isDemand, isUnreadable, type UnreadableDependency } from "../../dependency/dependency.ts";
import { setHas } from "../../version/version-set.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { ABSENT, complement, extend, type IndexSet } from "./index-set.ts";
import type { ModNode } from "./mod-node.ts";

/** The states that a mod can have, regardless of other mods. */
export interface Usable {
  /** The states that no fact about this mod alone rules out. */
  readonly states: IndexSet;
  /** The facts that rule out the other states. */
  readonly facts: readonly Incompatibility[];
}

/** Finds the usable states of a mod from its own data. Each reason against releases becomes one fact. */
export function makeUsable({ id, name, origin, packed, dependencies, unreadable }: ModNode): Usable {
  const isBase = origin === "builtin" && name === "base";
  const ruledOut = isBase ? [...ABSENT] : [];
  const reasons = new Map<Dependency | UnreadableDependency, number[]>();
  packed.forEach((version, at) => {
    const against: (Dependency | UnreadableDependency)[] = [];
    for (const entry of dependencies[at] ?? []) {
      if (entry.name === name && !meetsItself(entry, version)) against.push(entry);
    }
    for (const entry of unreadable[at] ?? []) if (isDemand(entry.kind)) against.push(entry);
    if (against.length === 0) return;
    extend(ruledOut, at + 1);
    for (const reason of new Set(against)) {
      const states = reasons.get(reason) ?? [];
      extend(states, at + 1);
      reasons.set(reason, states);
    }
  });
  const facts = Array.from(
    reasons,
    ([dependency, set]): Incompatibility => ({
      terms: [{ mod: id, set }],
      cause: isUnreadable(dependency) ? { kind: "unreadable", dependency } : { kind: "self", dependency },
    }),
  );
  if (isBase) facts.push({ terms: [{ mod: id, set: ABSENT }], cause: { kind: "always" } });
  return { states: complement(ruledOut, packed.length), facts };
}

/** Whether a release meets an entry for its own mod; `!` is never met. Source: docs/rules.md, R7. */
function meetsItself(entry: Dependency, packed: number): boolean {
  return entry.kind !== "incompatible" && setHas(entry.versions, packed);
}
