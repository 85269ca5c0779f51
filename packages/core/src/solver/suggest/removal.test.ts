import { expect, test } from "vitest";
import type { Knot } from "../explain/knot.ts";
import { whyRemoved } from "./removal.ts";

/** A knot, as far as it matters here. */
const knot = (...asked: string[]): Knot => ({ asked }) as unknown as Knot;

test("each mod that is removed is explained by a knot that no other one loosens, unless the first knot speaks of it", () => {
  const first = knot("alpha", "gamma");
  const own = knot("beta", "delta");
  const knots = [first, knot("alpha", "beta"), knot("delta", "gamma"), own, knot("beta", "epsilon")];
  expect(whyRemoved({ names: ["alpha", "beta"], knots }, first)).toEqual([own]);
  expect(whyRemoved({ names: ["alpha"], knots: [first] }, first)).toEqual([]);
});
