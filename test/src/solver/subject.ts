import { type Case } from "./case.ts";
import { type Outcome, outcomeOf, withRequest } from "./outcome.ts";
import { encode, type Sat } from "./sat.ts";
import { type World, worldOf } from "./world.ts";

/** A case with what several laws look at, worked out once. */
export interface Subject {
  readonly given: Case;
  readonly world: World;
  readonly sat: Sat;
  readonly outcome: Outcome;
  /** Without recommended mods. */
  readonly core: Outcome;
}

export async function subjectOf(given: Case): Promise<Subject> {
  const world = worldOf(given);
  const core = withRequest(given, { recommended: false });
  return { given, world, sat: encode(world), outcome: await outcomeOf(given), core: await outcomeOf(core) };
}

/** A law: throws where the subject breaks it. Each stands for a sentence of docs/rules.md. */
export type Law = (subject: Subject) => void | Promise<void>;

/** Whether a mod is to be updated that the manifest does not name: then the manifest's order comes second. */
export function updatesBeyondManifest({ request: { update, requirements } }: Case): boolean {
  return update !== undefined && update !== "all" && update.some((name) => !requirements.has(name));
}
