import { expect, test } from "vitest";
import { derived, makeProof, originsOf, summarise } from "./proof.ts";

test("a derivation rests on the origins of all that it was derived from, through any number of steps", () => {
  const proof = makeProof();
  const one = derived(proof, [0, 1]);
  const two = derived(proof, [one, 7]);
  let last = two;
  for (let step = 0; step < 10_000; step++) last = derived(proof, [last, one]);
  expect(originsOf(proof, [last])).toEqual(new Set([0, 1, 7]));
  expect(originsOf(proof, [one])).toEqual(new Set([0, 1]));
  expect(originsOf(proof, [3])).toEqual(new Set([3]));
});

test("where derivations are given up, their origins remain, and take little room", () => {
  const proof = makeProof();
  let last = derived(proof, [0, 1]);
  for (let step = 2; step < 10_000; step++) last = derived(proof, [last, step % 5]);
  const before = proof.used;
  const id = summarise(proof, originsOf(proof, [last]));
  expect(proof.used).toBeLessThan(before / 100);
  expect(originsOf(proof, [derived(proof, [id, 9])])).toEqual(new Set([0, 1, 2, 3, 4, 9]));
});
