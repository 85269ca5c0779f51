import fc from "fast-check";
import { expect, it } from "vitest";
import { caseNotation } from "./arbitrary.ts";
import { allAnswers } from "./brute.ts";
import { newestOfEverything } from "./newest.ts";
import { readCase } from "./notation.ts";
import { encode } from "./sat.ts";
import { unknownMods, worldOf } from "./world.ts";

const KINDS = { optional: "?", hidden: "(?)", recommended: "+", incompatible: "!", unordered: "~", required: "" };

it("law: the generator makes deep, conflicting, cyclic and odd cases often enough", () => {
  const runs = 400;
  const counts = new Map<string, number>();
  const count = (what: string, times = true) => counts.set(what, (counts.get(what) ?? 0) + (times ? 1 : 0));
  for (const notation of fc.sample(caseNotation, { numRuns: runs, seed: 7 })) {
    const given = readCase(notation);
    const world = worldOf(given);
    const sat = encode(world);
    const answer = unknownMods(given).length > 0 ? undefined : sat.answer();
    const newest = newestOfEverything(world);
    count("solvable", answer !== undefined);
    count("newest of everything is no answer although there is one", answer !== undefined && !newest);
    count("four mods or more in an answer", (answer?.size ?? 0) >= 4);
    count("a load-order cycle had to be forbidden", sat.cycles() > 0);
    count("solvable after forbidding a cycle", answer !== undefined && sat.cycles() > 0);
    count("locked", given.request.locked !== undefined);
    count("has a path mod", given.request.pathMods !== undefined);
    count("refuses a mod", world.refused.size > 0);
    const strings = [...(answer?.values() ?? [])].flatMap((option) => option.dependencies);
    for (const [kind, sign] of Object.entries(KINDS)) {
      count(
        `an answer with ${kind}`,
        strings.some((entry) => entry.sign === sign),
      );
    }
    count(
      "a builtin beside base in an answer",
      ["quality", "space-age", "recycler"].some((name) => answer?.has(name)),
    );
    count("five answers or more", (allAnswers(world)?.length ?? 0) >= 5);
  }
  const percent = Object.fromEntries([...counts].map(([what, times]) => [what, Math.round((100 * times) / runs)]));
  console.log(percent);
  const atLeast = {
    solvable: 35,
    "newest of everything is no answer although there is one": 15,
    "four mods or more in an answer": 20,
    "a load-order cycle had to be forbidden": 4,
    "solvable after forbidding a cycle": 3,
    locked: 30,
    "has a path mod": 4,
    "refuses a mod": 8,
    "an answer with optional": 15,
    "an answer with hidden": 5,
    "an answer with recommended": 10,
    "an answer with incompatible": 8,
    "an answer with unordered": 8,
    "an answer with required": 25,
    "a builtin beside base in an answer": 3,
    "five answers or more": 20,
  };
  for (const [what, least] of Object.entries(atLeast)) expect.soft(percent[what], what).toBeGreaterThanOrEqual(least);
  expect(percent["solvable"]).toBeLessThan(85);
}, 300_000);
