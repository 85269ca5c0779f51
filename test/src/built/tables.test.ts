import { readFileSync } from "node:fs";
import type { Warning } from "@factorio-lock/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Picture, readPicture } from "../../../packages/core/testing/picture.ts";
import type { Case } from "../solver/case.ts";
import { readCase } from "../solver/notation.ts";
import { outcomeOf, suggestionsOf } from "../solver/outcome.ts";
import { readScenarios, type Scenario } from "../solver/scenarios.ts";
import { type Bundle, openBundle } from "./bundle.ts";
import { modpackOf } from "./modpack.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await openBundle();
});
afterAll(() => bundle.close());

/** The parts of a `--json` document that this test reads. */
interface Reported {
  readonly ok: boolean;
  readonly mods?: readonly { readonly name: string; readonly version: string; readonly change: string }[];
  readonly builtin?: readonly string[];
  readonly warnings?: readonly Warning[];
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly explanation?: readonly string[];
    readonly suggestions?: readonly string[];
  };
}

async function reported(given: Case): Promise<Reported & { readonly exit: number }> {
  const { code, document } = await bundle.run({ ...modpackOf(given), registry: given.registry });
  return { ...(document as unknown as Reported), exit: code };
}

function chosenBy({ mods = [], builtin = [] }: Reported): string[] {
  const there = mods.filter(({ change }) => change !== "removed");
  return [...builtin, ...there.map(({ name, version }) => `${name} ${version}`)].sort();
}

/** A suggestion without the flags that the command line adds, so that it means what the failed command meant. */
function plain(suggestion: string): string {
  const bare = suggestion.replace(/ --(?:no-install|no-recommended|game \S+)/g, "");
  const [, flags] = /^factorio-lock edit (.*)$/.exec(bare) ?? [];
  if (flags === undefined) return bare;
  const pairs = [...flags.matchAll(/--(set|remove|add) ("[^"]*"|\S+)/g)].map(
    ([, verb, word]) => [verb, word as string] as const,
  );
  const of = (wanted: string) => pairs.flatMap(([verb, word]) => (verb === wanted ? [word] : []));
  return [
    ...of("set").map((word) => `factorio-lock set ${word.replace("=", " ")}`),
    ...(of("remove").length > 0 ? [`factorio-lock remove ${of("remove").join(" ")}`] : []),
    ...of("add").map((word) => `factorio-lock add ${word}`),
  ].join(" && ");
}

/** Whether a case can be written as a manifest: none can keep `base` out, which only a request can. */
function isManifest({ request }: Case): boolean {
  return request.requirements.get("base")?.kind !== "refused";
}

const words = (list: string) =>
  list
    .split(/,\s*/)
    .filter((entry) => entry !== "")
    .sort();

describe.each(readScenarios())("the built program on the scenarios: %s", (_theme, scenarios) => {
  // The command line has no flag for a budget.
  const runnable = scenarios.filter(({ budget, ...rest }) => budget === undefined && isManifest(readCase(rest)));
  test.each(runnable.map((scenario) => [scenario.name, scenario] as const))("%s", async (_name, scenario) => {
    const given = readCase(scenario);
    const run = await reported(given);
    const outcome = await outcomeOf(given);
    if (scenario.fails !== undefined) return expectFailure(scenario, run, outcome);
    expect(run.error).toBeUndefined();
    expect(chosenBy(run)).toEqual(words(`base, ${scenario.answer}`));
    if (outcome.kind === "refused") throw outcome.error;
    const warnings = run.warnings?.map(({ code, mod }) => `${code} ${mod}`) ?? [];
    for (const { code, mod } of outcome.selection.warnings) expect(warnings).toContain(`${code} ${mod}`);
  });
});

/** The exit codes of failures that are not 3. */
const EXITS: Readonly<Record<string, number>> = { USAGE: 2, RELEASE_CHANGED: 6 };

function expectFailure(
  { fails, says = [], suggests = [] }: Scenario,
  { error, exit }: Awaited<ReturnType<typeof reported>>,
  outcome: Awaited<ReturnType<typeof outcomeOf>>,
): void {
  if (!error || outcome.kind === "solved") throw new Error("solved");
  expect(error.code).toBe(fails);
  expect(exit).toBe(EXITS[fails ?? ""] ?? 3);
  const text = [error.message, ...(error.explanation ?? [])].join("\n");
  for (const said of says) expect(text).toContain(said);
  const suggestions = (error.suggestions ?? []).map(plain);
  for (const command of suggests) expect(suggestions).toContain(command);
  if (fails !== "NO_SOLUTION") return;
  expect(error.explanation).toEqual(outcome.error.explanation);
  expect(suggestions).toEqual(suggestionsOf(outcome.error));
}

const STORIES = readFileSync(new URL("../../../packages/core/testing/stories.txt", import.meta.url), "utf8");

describe("the built program tells the stories", () => {
  const [, ...stories] = STORIES.split(/^# /m);
  const all = stories.map((story) => story.split(/\n([\s\S]*)/) as [string, string]);
  const runnable = all.filter(([, text]) => isManifest(caseOf(readPicture(text))));
  test.each(runnable)("%s", async (_title, text) => {
    const picture = readPicture(text);
    const { exit, error, warnings = [], ...run } = await reported(caseOf(picture));
    const [first = "", ...rest] = picture.expected;
    if (first === "=> no answer") {
      expect([exit, error?.code]).toEqual([3, "NO_SOLUTION"]);
      expect(error?.explanation).toEqual(rest.filter((line) => !line.startsWith("$ ")));
      const suggestions = error?.suggestions?.map((command) => `$ ${plain(command)}`) ?? [];
      // `add` puts its own part into each suggestion.
      if (!picture.request.justAsked?.length) expect(suggestions).toEqual(rest.filter((line) => line.startsWith("$ ")));
      return;
    }
    expect(error).toBeUndefined();
    expect(chosenBy({ ...run, warnings })).toEqual(words(`base, ${first.slice("=> ".length)}`));
    const lines = warnings.map(({ message }) => `warning: ${message}`);
    for (const line of rest.filter((one) => one.startsWith("warning: "))) expect(lines).toContain(line);
  });
});

/** The same data, whose types the sources of core and its build declare each for itself. */
function caseOf({ request, mods }: Picture): Case {
  return { request, registry: mods } as unknown as Case;
}
