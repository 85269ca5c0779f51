import { expect } from "vitest";
import { upgrade } from "../ask.ts";
import { sourceOf } from "../case.ts";
import { readRequirement } from "../notation.ts";
import { withRequest } from "../outcome.ts";
import { hidesReleases } from "../path-copies.ts";
import { culpritsOf, onlyWith, statementsOf } from "../statements.ts";
import { type Law } from "../subject.ts";
import { violations } from "../validity.ts";

/** The laws of moving to another game version: docs/commands.md, "upgrade". */
export const UPGRADE_LAWS: Readonly<Record<string, Law>> = {
  "movable is what solves alone, and the largest set is as large as can be (5.2)": async ({ given }) => {
    const { game, requirements } = given.request;
    if (requirements.get("base")?.kind === "refused") return;
    const found = await upgrade(given.request, game, sourceOf(given.registry));
    const loosened = new Map(requirements);
    for (const { name, to } of found.loosened) loosened.set(name, readRequirement(name, to));
    const there = withRequest(given, { requirements: loosened, recommended: false }, "locked", "update");
    const statements = statementsOf(there);
    expect(found.blocked.map(({ name }) => name)).toEqual(culpritsOf(statements).sort());
    const [fewest = []] = statements.sat.fewestDropped([statements.whole]);
    expect(found.exact).toBe(true);
    expect(found.largest).toHaveLength(statements.whole.length - fewest.length);
    const kept = onlyWith(there, found.largest);
    expect(violations(withRequest(kept, { recommended: given.request.recommended ?? true }), found.selection)).toEqual(
      [],
    );
    for (const { name, because } of found.movable) {
      expect(because.every((other) => found.largest.includes(other))).toBe(true);
      if (found.largest.includes(name)) expect(because).toEqual([]);
      // Left out, a copy on this machine would make room for the portal's releases.
      else if (!hidesReleases(given)) {
        const together = statementsOf(onlyWith(there, [name, ...because]));
        expect(together.sat.answer(together.whole)).toBeUndefined();
      }
    }
  },
};
