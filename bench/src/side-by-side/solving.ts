import { measure, verdict } from "../solver/measure.ts";
import { type Case, makeRegistry } from "../solver/registry.ts";
import type { Comparison } from "./comparison.ts";

const usual = { seed: 1, demands: 3, upper: 0, soft: 0, wanted: 20 };
const hard = { seed: 2, demands: 4, upper: 30, soft: 5, wanted: 5 };

/** Resolving alone, with all metadata in memory: processor time. */
export function solving(isQuick: boolean): Comparison[] {
  const time = async (given: Case) => (await measure(1, () => verdict(given))).cpu;
  const smaller = bounded(
    "1,000 mods × 50 releases, hard",
    { ...hard, mods: 1000, releases: 50 },
    150,
    isQuick ? 3 : 7,
  );
  if (isQuick) return [smaller];
  const larger = bounded("3,000 mods × 60 releases, hard", { ...hard, mods: 3000, releases: 60 }, 1000, 5);
  const half = makeRegistry("10,000 × 20", { ...usual, mods: 10_000, releases: 20 });
  const whole = makeRegistry("20,000 × 20", { ...usual, mods: 20_000, releases: 20 });
  return [
    smaller,
    larger,
    {
      title: "resolving 20,000 mods × 20 releases",
      peer: "10,000 mods",
      unit: "ms",
      target: { kind: "ratio", most: 2.2 },
      rounds: 3,
      measure: async () => ({ theirs: await time(half), ours: await time(whole) }),
    },
  ];

  function bounded(title: string, shape: Parameters<typeof makeRegistry>[1], most: number, rounds: number): Comparison {
    const given = makeRegistry(title, shape);
    return {
      title: `resolving ${title}`,
      peer: "",
      unit: "ms",
      target: { kind: "all", most },
      rounds,
      measure: async () => ({ ours: await time(given) }),
    };
  }
}
