import fc from "fast-check";
import { beforeAll, describe, it } from "vitest";
import { caseNotation, recommendingNotation } from "./arbitrary.ts";
import { type CaseNotation, readCase } from "./notation.ts";
import { type Law, subjectOf } from "./subject.ts";

/** Every third case has many recommended mods. */
const anyCase = fc.oneof({ weight: 2, arbitrary: caseNotation }, { weight: 1, arbitrary: recommendingNotation });

const SEED = Number(process.env["SEED"] ?? process.env["PROPERTY_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** By law the first case that breaks it. */
const broken = new Map<string, CaseNotation>();
/** The first case that the solver did not get through, and how that ended: it breaks every law, and no smaller one is sought. */
let crash: { readonly error: Error; readonly notation: CaseNotation } | undefined;

/** Holds the solver to laws on many registries: as many as `RUNS` says, with the seed `SEED`. */
export function describeLaws(what: string, laws: Readonly<Record<string, Law>>, usualRuns: number): void {
  const runs = Number(process.env["RUNS"] ?? usualRuns);
  describe(`${what} on ${runs} registries, SEED=${SEED}`, () => {
    beforeAll(async () => {
      console.log(`${runs} registries, SEED=${SEED}`);
      for (const notation of fc.sample(anyCase, { numRuns: runs, seed: SEED })) {
        for (const name of await brokenLaws(laws, notation)) if (!broken.has(name)) broken.set(name, notation);
        if (crash) break;
      }
    }, 3_600_000);

    for (const [name, law] of Object.entries(laws)) {
      it(`law: ${name}`, async () => {
        const notation = broken.get(name);
        if (crash) throw new Error(JSON.stringify(crash.notation), { cause: crash.error });
        if (notation) await showSmallest(law, notation, runs);
      }, 300_000);
    }
  });
}

async function brokenLaws(laws: Readonly<Record<string, Law>>, notation: CaseNotation): Promise<string[]> {
  const subject = await subjectOf(readCase(notation)).catch((error: unknown) => error);
  if (subject instanceof Error) {
    crash = { error: subject, notation };
    return Object.keys(laws);
  }
  const broken: string[] = [];
  for (const [name, law] of Object.entries(laws)) {
    try {
      await law(subject as Awaited<ReturnType<typeof subjectOf>>);
    } catch {
      broken.push(name);
    }
  }
  return broken;
}

/** Fails with the smallest case that fast-check finds, or with the case itself. */
async function showSmallest(law: Law, notation: CaseNotation, numRuns: number): Promise<void> {
  const check = async (one: CaseNotation) => law(await subjectOf(readCase(one)));
  await fc.assert(fc.asyncProperty(anyCase, check), { numRuns, seed: SEED });
  console.log(JSON.stringify(notation));
  await check(notation);
}
