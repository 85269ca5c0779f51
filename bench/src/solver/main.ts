import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "../../../test/src/solver/sat.ts";
import { worldOf } from "../../../test/src/solver/world.ts";
import { pigeonhole, randomSat, recommended } from "./hard.ts";
import { measure, median, verdict } from "./measure.ts";
import { type Curve, plot } from "./plot.ts";
import { realLists } from "./real-lists.ts";
import { type Case, makeRegistry, type Shape } from "./registry.ts";
import { stressCases } from "./stress.ts";

const [rootFolder = ".", only] = process.argv.slice(2);
const results = join(rootFolder, "bench", "results");
const report: string[] = [];

/** Prints a line, and keeps it for the report. */
function say(line = ""): void {
  console.log(line);
  report.push(line);
}

const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
const usual: Omit<Shape, "mods" | "releases"> = { seed: 1, demands: 3, upper: 0, soft: 0, wanted: 20 };
const hard: Omit<Shape, "mods" | "releases"> = { seed: 2, demands: 4, upper: 30, soft: 5, wanted: 5 };

async function row(given: Case, rounds: number): Promise<void> {
  await verdict(given);
  const { wall, cpu, result } = await measure(rounds, () => verdict(given));
  say(`| ${given.name} | ${result} | ${ms(wall)} | ${ms(cpu)} |`);
}

const lists = realLists(join(rootFolder, "..", "shared", "data"));

async function tables(): Promise<void> {
  say("| case | result | ms, clock | ms, processor |");
  say("| --- | --- | ---: | ---: |");
  if (lists.length > 0) {
    for (const list of lists) await verdict(list);
    const times = [];
    for (const list of lists) times.push(await measure(5, () => verdict(list)));
    const walls = times.map(({ wall }) => wall);
    const cpus = times.map(({ cpu }) => cpu);
    say(`| ${lists.length} real lists, median | | ${ms(median(walls))} | ${ms(median(cpus))} |`);
    say(`| ${lists.length} real lists, slowest | | ${ms(Math.max(...walls))} | ${ms(Math.max(...cpus))} |`);
  } else console.log("no real lists beside the repository: left out");
  await row(makeRegistry("1,000 mods × 50 releases", { ...usual, mods: 1000, releases: 50 }), 7);
  const upper = { ...usual, upper: 10, soft: 10 };
  await row(makeRegistry("1,000 × 50, some upper ends and conflicts", { ...upper, mods: 1000, releases: 50 }), 7);
  await row(makeRegistry("3,000 × 60, hard", { ...hard, mods: 3000, releases: 60 }), 3);
  for (const given of stressCases()) await row(given, 5);
}

/** The same question to the SAT encoding of the tests: encode and find any answer, not the newest. */
async function againstSat(): Promise<void> {
  const shapes = [
    [100, 10],
    [200, 20],
    [400, 20],
  ] as const;
  const made = shapes.flatMap(([mods, releases]) => [
    makeRegistry(`${mods} × ${releases}`, { ...usual, mods, releases }),
    makeRegistry(`${mods} × ${releases}, hard`, { ...hard, wanted: 20, mods, releases }),
  ]);
  const ratios: number[] = [];
  say("\n| case | ours, ms | SAT, ms | ratio |");
  say("| --- | ---: | ---: | ---: |");
  const compare = async (given: Case): Promise<[ours: number, sat: number]> => {
    const theirs = { request: given.request, registry: given.mods };
    const ours = await measure(3, () => verdict(given));
    const sat = await measure(1, () => encode(worldOf(theirs)).answer() !== undefined);
    if ((ours.result !== "NO_SOLUTION") !== sat.result) throw new Error(`${given.name}: the verdicts differ`);
    ratios.push(sat.cpu / ours.cpu);
    return [ours.cpu, sat.cpu];
  };
  for (const given of made) {
    const [ours, sat] = await compare(given);
    say(`| ${given.name} | ${ms(ours)} | ${ms(sat)} | ${ms(sat / ours)} × |`);
  }
  const real: [number, number][] = [];
  for (const list of lists) real.push(await compare(list));
  if (real.length > 0) {
    const ours = median(real.map(([own]) => own));
    const sat = median(real.map(([, other]) => other));
    const ratio = median(real.map(([own, other]) => other / own));
    say(`| ${real.length} real lists, medians | ${ms(ours)} | ${ms(sat)} | ${ms(ratio)} × |`);
  }
  say(`| all, median of the ratios | | | ${ms(median(ratios))} × |`);
}

async function curves(): Promise<void> {
  const byMods: { x: number; y: number }[] = [];
  for (const mods of [100, 300, 1000, 3000, 10_000, 20_000]) {
    const given = makeRegistry(`${mods} mods × 20`, { ...usual, mods, releases: 20 });
    const { cpu } = await measure(mods < 5000 ? 5 : 3, () => verdict(given));
    byMods.push({ x: mods, y: cpu });
  }
  const byReleases: { x: number; y: number }[] = [];
  for (const releases of [10, 20, 40, 80, 160, 320]) {
    const given = makeRegistry(`300 mods × ${releases}`, { ...usual, mods: 300, releases });
    byReleases.push({ x: releases, y: (await measure(5, () => verdict(given))).cpu });
  }
  say("\n| mods (20 releases each) | ms, processor | | releases (300 mods) | ms, processor |");
  say("| ---: | ---: | --- | ---: | ---: |");
  byMods.forEach((point, at) => {
    const other = byReleases[at];
    say(`| ${point.x.toLocaleString("en")} | ${ms(point.y)} | | ${other?.x} | ${other ? ms(other.y) : ""} |`);
  });
  const drawn: Curve[] = [
    { name: "20 releases each, by the number of mods", colour: "#1f6feb", points: byMods },
    { name: "300 mods, by the number of releases of each", colour: "#d1242f", points: byReleases },
  ];
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, "solver.svg"),
    plot("Resolving, metadata in memory", "mods, or releases of each mod", "ms", drawn),
  );
}

/** Questions that are hard for every solver, and many recommended mods. */
async function hardest(): Promise<void> {
  say("\n| case | result | ms, clock | ms, processor |");
  say("| --- | --- | ---: | ---: |");
  for (const variables of [100, 150]) {
    const times: Awaited<ReturnType<typeof measure<string>>>[] = [];
    for (let seed = 1; seed <= 20; seed++) times.push(await measure(1, () => verdict(randomSat(variables, seed))));
    const results = new Set(times.map(({ result }) => (result.endsWith("mods") ? "solved" : result)));
    const of = (pick: (numbers: readonly number[]) => number): string =>
      `${ms(pick(times.map(({ wall }) => wall)))} | ${ms(pick(times.map(({ cpu }) => cpu)))}`;
    const name = `random 3-SAT, ${variables} variables, 20 seeds`;
    say(`| ${name}: median | ${[...results].sort().join(", ")} | ${of(median)} |`);
    say(`| ${name}: slowest | | ${of((numbers) => Math.max(...numbers))} |`);
  }
  for (const given of [pigeonhole(10), recommended(10_000, false), recommended(300, true), randomSat(200, 1)]) {
    const { wall, cpu, result } = await measure(1, () => verdict(given));
    say(`| ${given.name} | ${result} | ${ms(wall)} | ${ms(cpu)} |`);
  }
  say(`\nThe most memory that this process had: ${Math.round(process.resourceUsage().maxRSS / 1000)} MB.`);
}

const parts: Readonly<Record<string, () => Promise<void>>> = { tables, sat: againstSat, hard: hardest, curves };
for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) await part();
if (only === undefined) {
  mkdirSync(results, { recursive: true });
  const notes = "# The solver, measured\n\n`pnpm --filter @factorio-lock/bench solver`; metadata in memory, medians.\n";
  writeFileSync(join(results, "solver.md"), `${notes}\n${report.join("\n")}\n\n![The curves](solver.svg)\n`);
}
