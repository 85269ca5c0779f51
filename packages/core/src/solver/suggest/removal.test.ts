import { expect, test } from "vitest";
import type { UnsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import { whyRemoved } from "./removal.ts";

/** An unsatisfiable core, as far as it matters here. */
const core = (...asked: string[]): UnsatisfiableCore => ({ asked }) as unknown as UnsatisfiableCore;

test("each mod that is removed is explained by an unsatisfiable core that no other one loosens, unless the first unsatisfiable core speaks of it", () => {
  const first = core("alpha", "gamma");
  const own = core("beta", "delta");
  const cores = [first, core("alpha", "beta"), core("delta", "gamma"), own, core("beta", "epsilon")];
  expect(whyRemoved({ names: ["alpha", "beta"], cores }, first)).toEqual([own]);
  expect(whyRemoved({ names: ["alpha"], cores: [first] }, first)).toEqual([]);
});
