import type { Requirement } from "@factorio-lock/core";
import type { Case } from "./case.ts";
import { withRequest } from "./outcome.ts";
import { meets } from "./rules/meets.ts";
import { encode, type Sat, type SoftWish } from "./sat.ts";
import { type World, worldOf } from "./world.ts";

/** A manifest's statements as demands that can be dropped, so that MiniSat finds the smallest set to drop. */
export interface Statements {
  readonly sat: Sat;
  /** For each mod that the manifest asks for: that it be there at all. */
  readonly asked: readonly SoftWish[];
  /** For each of them whose range is none or many versions, and one version: that it be in the range. */
  readonly ranges: readonly SoftWish[];
  readonly pins: readonly SoftWish[];
  /** For each mod that the manifest asks for: that it be there, in its range. */
  readonly whole: readonly SoftWish[];
}

/** The statements of a case. What its manifest keeps out stays out, and the expansion is as it says. */
export function statementsOf(given: Case): Statements {
  const { requirements } = given.request;
  const world = worldOf(given);
  const free: World = { ...world, roots: new Map([["base", world.roots.get("base") ?? []]]) };
  const asked: SoftWish[] = [];
  const ranges: SoftWish[] = [];
  const pins: SoftWish[] = [];
  const whole: SoftWish[] = [];
  for (const [name, requirement] of requirements) {
    if (requirement.kind === "refused") continue;
    const all = world.options.get(name) ?? [];
    const fitting = all.filter(({ packed }) => meets(requirement, packed));
    asked.push({ name, options: all });
    whole.push({ name, options: fitting });
    if (fitting.length < all.length)
      (isExact(requirement) ? pins : ranges).push({ name, options: fitting, whenAsked: true });
  }
  return { sat: encode(free), asked, ranges, pins, whole };
}

function isExact(requirement: Requirement): boolean {
  if (requirement.kind !== "range") return false;
  const [first, ...more] = requirement.range.versions;
  return first !== undefined && more.length === 0 && first.low === first.high;
}

/** The mods of a manifest that cannot be had even alone, by MiniSat. */
export function culpritsOf({ sat, whole }: Statements): string[] {
  return whole.filter((wish) => !sat.answer([wish])).map(({ name }) => name);
}

/** The case with only some of the mods that its manifest asks for. */
export function onlyWith(given: Case, names: readonly string[]): Case {
  const requirements = [...given.request.requirements].filter(
    ([name, { kind }]) => kind === "refused" || names.includes(name),
  );
  return withRequest(given, { requirements: new Map(requirements) });
}
