import { encode } from "../../../test/src/solver/sat.ts";
import { worldOf } from "../../../test/src/solver/world.ts";
import { pigeonhole, randomSat, recommended } from "../solver/hard.ts";
import { measure, verdict } from "../solver/measure.ts";
import { type Case, makeRegistry } from "../solver/registry.ts";
import type { Comparison } from "./comparison.ts";

const usual = { seed: 1, demands: 3, upper: 0, soft: 0, wanted: 20 };
const hard = { seed: 2, demands: 4, upper: 30, soft: 5, wanted: 5 };

/** The processor time of MiniSat, with the encoding. */
async function satTime({ request, mods }: Case): Promise<number> {
  return (await measure(1, () => encode(worldOf({ request, registry: mods })).answer())).cpu;
}

/** Resolving alone, with all metadata in memory: processor time. */
export function solving(isQuick: boolean): Comparison[] {
  const time = async (given: Case) => (await measure(1, () => verdict(given))).cpu;
  const small = makeRegistry("1,000 mods × 50 releases, hard", { ...hard, mods: 1000, releases: 50 });
  const smaller = bounded(small, 150, isQuick ? 3 : 7);
  if (isQuick) return [smaller];
  const large = makeRegistry("3,000 mods × 60 releases, hard", { ...hard, mods: 3000, releases: 60 });
  const larger = bounded(large, 1000, 5);
  const both = makeRegistry("400 mods × 20 releases, hard", { ...hard, wanted: 20, mods: 400, releases: 20 });
  const half = makeRegistry("10,000 × 20", { ...usual, mods: 10_000, releases: 20 });
  const whole = makeRegistry("20,000 × 20", { ...usual, mods: 20_000, releases: 20 });
  return [
    smaller,
    larger,
    besideSat(both, 5),
    besideSat(pigeonhole(8), 3),
    {
      title: "resolving 20,000 mods × 20 releases",
      peer: "10,000 mods",
      unit: "ms",
      target: { kind: "ratio", most: 2.2 },
      rounds: 3,
      measure: async () => ({ theirs: await time(half), ours: await time(whole) }),
    },
    bounded(recommended(10_000, false), 3000, 3),
    bounded(recommended(300, true), 1000, 3),
    bounded(pigeonhole(10), 1000, 3),
    ...threeSat(100, 1000),
    ...threeSat(150, 3000),
    // The budget runs out; one seed is as good as another.
    { ...bounded(randomSat(200, 1), 20_000, 1), isCold: true, note: "TOO_HARD" },
  ];

  /** Beside the SAT solver of the tests, which gives any answer, not the newest. */
  function besideSat(given: Case, rounds: number): Comparison {
    return {
      title: `resolving ${given.name}`,
      peer: "MiniSat, any answer",
      unit: "ms",
      target: { kind: "ratio", most: 1 },
      rounds,
      measure: async () => ({ ours: await time(given), theirs: await satTime(given) }),
    };
  }

  function bounded(given: Case, most: number, rounds: number): Comparison {
    return {
      title: `resolving ${given.name}`,
      peer: "",
      unit: "ms",
      target: { kind: "all", most },
      rounds,
      measure: async () => ({ ours: await time(given) }),
    };
  }

  /** Twenty seeds, with an answer and without: their median, and the slowest, which may take three times as long. */
  function threeSat(variables: number, most: number): Comparison[] {
    const times: number[] = [];
    let seed = 0;
    const median: Comparison = {
      ...bounded(randomSat(variables, 0), most, 20),
      title: `resolving random 3-SAT, ${variables} variables, median of 20 seeds`,
      measure: async () => {
        const given = randomSat(variables, seed);
        const ours = await time(given);
        // The first round is not measured.
        if (seed++ > 0) times.push(ours);
        return { ours, others: { "MiniSat, any answer": await satTime(given) } };
      },
    };
    const slowest: Comparison = {
      ...median,
      title: "the slowest of these",
      target: { kind: "all", most: 3 * most },
      rounds: 1,
      isCold: true,
      measure: async () => ({ ours: Math.max(...times) }),
    };
    return [median, slowest];
  }
}
