import { expect, test } from "vitest";
import { pigeonhole, randomSat, recommended } from "../../../bench/src/solver/hard.ts";
import { type Case, makeRegistry } from "../../../bench/src/solver/registry.ts";
import { findAnswer } from "../../../packages/core/src/solver/answer/attempt.ts";
import { addRecommended } from "../../../packages/core/src/solver/answer/recommend.ts";
import { decisionOrder } from "../../../packages/core/src/solver/request/order.ts";
import { openSession, type Session } from "../../../packages/core/src/solver/session/session.ts";

/** How much a search did, counted and not timed: the same numbers on every machine. */
interface Effort {
  /** Mods whose releases were asked for. */
  readonly asked: number;
  /** Steps of the budget: what of these and of a verdict's search takes about as long. */
  readonly steps: number;
  readonly decisions: number;
  readonly conflicts: number;
  /** Looks of the propagation at an edge or a fact, in thousands. */
  readonly looks: number;
  /** What the search holds in the end: edges between mods, and facts of several terms. */
  readonly held: number;
}

/** Solves a case as the commands do, and counts. */
async function effortOf({ request: given, mods }: Case): Promise<Effort> {
  const asked = new Set<string>();
  const get = async (name: string) => {
    asked.add(name);
    return mods.get(name);
  };
  // Cases are made by the package's public types, which differ from those of its sources in their marks alone.
  type Opening = Parameters<typeof openSession>;
  const [request, source] = [given, { get }] as unknown as [Opening[0], Opening[1]];
  const session = await openSession(request, source, {});
  const counted = count(session);
  const before = session.search.budget.left;
  const answer = await findAnswer(session, decisionOrder(request));
  if (!("cause" in answer)) await addRecommended(session, answer);
  const { search } = session;
  const edges = search.propagation.outgoing.reduce((sum, { length }) => sum + length, 0);
  return {
    asked: asked.size,
    steps: before - search.budget.left,
    decisions: counted.decisions,
    conflicts: search.free.total,
    looks: Math.ceil(counted.looks / 1000),
    held: edges + search.facts.length + search.clauses.kept.length,
  };
}

/** Counts decisions and looks from now on: the search itself sets the latter back after each step. */
function count({ search: { propagation, visited } }: Session): { decisions: number; looks: number } {
  const counted = { decisions: 0, looks: 0 };
  const push = visited.push.bind(visited);
  visited.push = (...more) => {
    counted.decisions += more.length;
    return push(...more);
  };
  let now = propagation.looks;
  Object.defineProperty(propagation, "looks", {
    get: () => now,
    set: (value: number) => {
      counted.looks += Math.max(0, value - now);
      now = value;
    },
  });
  return counted;
}

const usual = { seed: 1, demands: 3, upper: 0, soft: 0, wanted: 20 };
const hard = { seed: 2, demands: 4, upper: 30, soft: 5, wanted: 5 };

/**
 * Each case with the most effort that it may take: as measured, and a twentieth more. A change that needs less may lower a
 * limit; one that needs more has to say why.
 */
const CASES: readonly (readonly [given: Case, most: Effort])[] = [
  [
    makeRegistry("300 mods × 20", { ...usual, mods: 300, releases: 20 }),
    { asked: 175, steps: 380, decisions: 185, conflicts: 0, looks: 51, held: 533 },
  ],
  [
    makeRegistry("300 mods × 20, hard", { ...hard, wanted: 20, mods: 300, releases: 20 }),
    { asked: 229, steps: 2700, decisions: 873, conflicts: 3, looks: 462, held: 1060 },
  ],
  [
    makeRegistry("600 mods × 10, upper ends", { ...usual, upper: 10, soft: 10, mods: 600, releases: 10 }),
    { asked: 381, steps: 1190, decisions: 802, conflicts: 1, looks: 100, held: 1370 },
  ],
  // A step of a verdict is fewer looks than it was: counted so, a budget that runs out takes the time that it is meant to take.
  [randomSat(60, 3), { asked: 316, steps: 860, decisions: 185, conflicts: 105, looks: 79, held: 911 }],
  [pigeonhole(6), { asked: 13, steps: 305, decisions: 130, conflicts: 105, looks: 18, held: 147 }],
  [recommended(300, false), { asked: 301, steps: 320, decisions: 318, conflicts: 0, looks: 2, held: 10 }],
  [recommended(40, true), { asked: 41, steps: 25, decisions: 5, conflicts: 0, looks: 6, held: 1640 }],
];

const MEASURES = ["asked", "steps", "decisions", "conflicts", "looks", "held"] as const;

test.each(CASES.map(([given, most]) => [given.name, given, most] as const))(
  "%s takes no more effort than it did",
  async (_, given, most) => {
    const effort = await effortOf(given);
    const more = MEASURES.filter((name) => effort[name] > most[name]);
    expect(more, `${JSON.stringify(effort)}, where ${JSON.stringify(most)} was enough`).toEqual([]);
  },
);

test.each([
  ["mods", (times: number) => makeRegistry("mods", { ...usual, mods: 300 * times, releases: 10 })],
  ["releases", (times: number) => makeRegistry("releases", { ...usual, mods: 200, releases: 10 * times })],
] as const)("four times the %s take about four times the effort", async (_, make) => {
  const [small, large] = [await effortOf(make(1)), await effortOf(make(4))];
  for (const name of MEASURES) expect(large[name], name).toBeLessThanOrEqual(Math.max(10, small[name]) * 4 * 1.1);
});
