import { type GameVersion, parseGameVersion, type Requirement } from "@factorio-lock/core";
import { expect, test } from "vitest";
import { changeText } from "../../../packages/core/testing/change-text.ts";
import { solve, upgrade } from "../solver/ask.ts";
import { type Case, type Registry, sourceOf } from "../solver/case.ts";
import { readRequirement } from "../solver/notation.ts";
import { outcomeOf, withRequest } from "../solver/outcome.ts";
import { caseOfList, readRealRegistry } from "../solver/real.ts";
import { candidatesOf } from "../solver/rules/candidates.ts";
import { culpritsOf, onlyWith, statementsOf } from "../solver/statements.ts";
import { applySuggestion } from "../solver/suggestion.ts";
import { hasRealData, type RealList, readRealLists } from "./real-list.ts";

/** Lists whose tables and corrections are checked in a usual run: LONG=1 checks all. */
const USUAL = ["dev-035", "dev-050"];

/** The game lines in their order. */
const LINES = ["0.12", "0.13", "0.14", "0.15", "0.16", "0.17", "0.18", "1.0", "1.1", "2.0", "2.1"];

const lists = readRealLists();
const registry: Registry = hasRealData ? readRealRegistry() : new Map();
const chosen = process.env["LONG"] ? lists : lists.filter(({ id }) => USUAL.includes(id));

/** A list as a manifest whose versions are exact: those that fit together, else the newest. */
async function pinned(list: RealList): Promise<Case> {
  const given = withRequest(caseOfList(list, registry), { recommended: false });
  const outcome = await outcomeOf(given);
  const chosenVersions =
    outcome.kind === "solved" ? outcome.selection.mods.map(({ name, release }) => [name, release] as const) : [];
  const versions = new Map(chosenVersions);
  const requirements = new Map<string, Requirement>(given.request.requirements);
  for (const name of requirements.keys()) {
    const release = versions.get(name) ?? candidatesOf(given.request, registry, name).at(-1);
    if (release) requirements.set(name, readRequirement(name, release.version.text));
  }
  return withRequest(given, { requirements });
}

function nextLine({ factorio }: RealList): GameVersion | undefined {
  const [major, minor] = factorio.split(".");
  const next = LINES[LINES.indexOf(`${major}.${minor}`) + 1];
  return next === undefined ? undefined : parseGameVersion(next);
}

const counts = {
  manifests: 0,
  unsolvable: 0,
  culprits: 0,
  culpritsNotNamed: 0,
  suggestions: 0,
  suggestionsThatFail: 0,
  withoutSuggestion: 0,
  smallestWrong: 0,
  correctionWrong: 0,
  exact: 0,
};
const moves = { moves: 0, exact: 0, largestWrong: 0, movableWrong: 0 };
const times: number[] = [];
const moveTimes: number[] = [];

/** Every culprit named, every suggestion solves, the smallest changes as small as MiniSat's. */
async function checkFailure(given: Case, label: string): Promise<void> {
  counts.manifests++;
  const start = performance.now();
  const solved = await solve(given.request, sourceOf(given.registry), { atOnce: true });
  const took = performance.now() - start;
  if (solved.kind === "solved") return;
  counts.unsolvable++;
  times.push(took);
  const statements = statementsOf(given);
  const culprits = culpritsOf(statements);
  counts.culprits += culprits.length;
  const told = [solved.answer, ...solved.causes];
  const named = (name: string, text: string): boolean => text.split(/[\s,:;()]+/).includes(name) || text.includes(name);
  const missing = culprits.filter(
    (name) =>
      !(named(name, told[0] ?? "") || told[0]?.startsWith("none of the ")) ||
      !told.slice(1).some((line) => named(name, line)),
  );
  counts.culpritsNotNamed += missing.length;
  expect.soft(missing, `${label}: named in the answer and in a cause`).toEqual([]);
  if (solved.remedies.length === 0) counts.withoutSuggestion++;
  for (const changes of solved.remedies) {
    counts.suggestions++;
    const command = changes.map(changeText).join(" && ");
    const after = await outcomeOf(applySuggestion(given, command));
    if (after.kind !== "solved") counts.suggestionsThatFail++;
    expect.soft(after.kind, `${label}: ${command}`).toBe("solved");
  }
  if (solved.exact) counts.exact++;
  const total = statements.asked.length;
  const removals = solved.remedies.filter((changes) => changes.every(({ kind }) => kind === "remove"));
  const sizes = removals.map(
    (changes) => changes.flatMap((change) => (change.kind === "remove" ? change.names : [])).length,
  );
  const [fewest = []] = statements.sat.fewestDropped([statements.whole]);
  if (fewest.length < total) {
    if (solved.exact && Math.min(...sizes) !== fewest.length) counts.smallestWrong++;
    if (solved.exact) expect.soft(Math.min(...sizes), `${label}: leaves out`).toBe(fewest.length);
    expect.soft(sizes.length, `${label}: one suggestion keeps the game`).toBeGreaterThan(0);
  }
  if (!solved.exact || (statements.ranges.length === 0 && statements.pins.length === 0)) return;
  const best = cheapest(given);
  if (best.removed === total) return;
  const cost = solved.remedies
    .filter((changes) => changes.every(({ kind }) => kind !== "factorio"))
    .map((changes) => ({
      removed: changes.flatMap((change) => (change.kind === "remove" ? change.names : [])).length,
      expansion: changes.filter(({ kind }) => kind === "expansion").length,
      ranges: changes.filter(({ kind }) => kind === "range").length,
    }));
  const isBest = cost.some((one) => JSON.stringify(one) === JSON.stringify(best));
  if (!isBest) counts.correctionWrong++;
  expect.soft(isBest, `${label}: ${JSON.stringify(cost)} for ${JSON.stringify(best)}`).toBe(true);
}

/** The smallest necessary changes, apart from the game's version: mods left out, the expansion, ranges and pins. */
function cheapest(given: Case): { removed: number; expansion: number; ranges: number } {
  const found = [given.request.expansion, true].map((expansion) => {
    const { sat, asked, pins, ranges } = statementsOf(withRequest(given, { expansion }));
    const [removed, ...loosened] = sat.fewestDropped([asked, pins, ranges]).map(({ length }) => length);
    return {
      removed: removed ?? 0,
      expansion: expansion === given.request.expansion ? 0 : 1,
      ranges: loosened.reduce((sum, count) => sum + count, 0),
    };
  });
  const [without, withIt] = found as [(typeof found)[number], (typeof found)[number]];
  return withIt.removed < without.removed ? withIt : without;
}

/** The movable as MiniSat says, and as many together. */
async function checkMove(given: Case, game: GameVersion, label: string): Promise<void> {
  moves.moves++;
  const start = performance.now();
  const found = await upgrade(given.request, game, sourceOf(given.registry), { atOnce: true });
  moveTimes.push(performance.now() - start);
  const loosened = new Map(given.request.requirements);
  for (const { name, to } of found.loosened) loosened.set(name, readRequirement(name, to));
  const there = withRequest(given, { game, requirements: loosened }, "locked");
  const statements = statementsOf(there);
  const culprits = culpritsOf(statements);
  const blocked = found.blocked.map(({ name }) => name);
  if (blocked.join() !== [...culprits].sort().join()) moves.movableWrong++;
  expect.soft(blocked, `${label}: blocked`).toEqual([...culprits].sort());
  const [fewest = []] = statements.sat.fewestDropped([statements.whole]);
  const left = statements.whole.length - found.largest.length;
  if (found.exact) moves.exact++;
  if (found.exact ? left !== fewest.length : left < fewest.length) moves.largestWrong++;
  if (found.exact) expect.soft(left, `${label}: left out`).toBe(fewest.length);
  expect.soft((await outcomeOf(onlyWith(there, found.largest))).kind, `${label}: the largest set`).toBe("solved");
}

test.skipIf(!hasRealData)(
  `${chosen.length} real lists as they are and one game line up, with "*" and with exact versions, against MiniSat`,
  async () => {
    for (const list of chosen) {
      const any = withRequest(caseOfList(list, registry), { recommended: false });
      const exact = await pinned(list);
      const up = nextLine(list);
      for (const [given, how] of [
        [any, "any"],
        [exact, "exact"],
      ] as const) {
        await checkFailure(given, `${list.id}, ${how}`);
        if (!up) continue;
        await checkFailure(withRequest(given, { game: up }), `${list.id} at ${up.text}, ${how}`);
        await checkMove(given, up, `${list.id} to ${up.text}, ${how}`);
      }
    }
    console.log(counts, timing(times), moves, timing(moveTimes));
  },
  3_600_000,
);

function timing(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `median ${Math.round(median)} ms, worst ${Math.round(sorted.at(-1) ?? 0)} ms`;
}
