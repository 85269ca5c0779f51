import { expect, test } from "vitest";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { forgetLearnedClauses, keepDerivation, keepLearnedClause, makeLearnedClauses } from "./learned-clauses.ts";
import { makePatience } from "./patience.ts";
import { makeTrail } from "./trail.ts";

const fact = (): Incompatibility => ({ terms: [], cause: { kind: "always" } });

function learned(first: Incompatibility, ...premises: readonly Incompatibility[]): Incompatibility {
  return {
    terms: [],
    cause: { kind: "learned", first, steps: premises.map((premise) => ({ mod: 0, with: premise })) },
  };
}

test("the half of least use is forgotten, but none of few levels and none that something rests on", () => {
  const clauses = makeLearnedClauses({ ...makePatience(1), clauses: 7 });
  const trail = makeTrail();
  const kept = [2, 9, 3, 8, 7, 6, 5].map((levels) => ({ levels, watched: { fact: fact(), isDead: false } }));
  trail.reasons.push(kept[1]?.watched.fact);
  for (const { watched, levels } of kept) keepLearnedClause(clauses, watched, levels);
  expect(forgetLearnedClauses(clauses, trail)).toBeGreaterThanOrEqual(kept.length);
  expect(forgetLearnedClauses(clauses, trail)).toBe(0);
  expect(kept.filter(({ watched }) => watched.isDead).map(({ levels }) => levels)).toEqual([8, 7, 6]);
  const few = makeLearnedClauses({ ...makePatience(1), clauses: 7 });
  const short = Array.from({ length: 7 }, () => ({ fact: fact(), isDead: false }));
  for (const watched of short) keepLearnedClause(few, watched, 2);
  forgetLearnedClauses(few, makeTrail());
  expect(short.some(({ isDead }) => isDead)).toBe(false);
});

test("of derivations with too many steps the facts remain that they rest on", () => {
  const clauses = { ...makeLearnedClauses(makePatience(1)), most: 3 };
  const [a, b, c] = [fact(), fact(), fact()] as const;
  const one = learned(a, b);
  const two = learned(one, c, c);
  expect(keepDerivation(clauses, one)).toBe(0);
  expect(one.cause.kind).toBe("learned");
  expect(keepDerivation(clauses, two)).toBe(3);
  for (const derived of [one, two]) {
    if (derived.cause.kind !== "summary") throw new Error(derived.cause.kind);
    expect(new Set(derived.cause.facts)).toEqual(new Set([a, b, c]));
  }
});
