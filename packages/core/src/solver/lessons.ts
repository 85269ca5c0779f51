import type { Cause, Incompatibility } from "./incompatibility.ts";
import type { Patience } from "./patience.ts";
import type { Trail } from "./trail.ts";
import type { Watched } from "./watch.ts";

/** What a search has learned, as far as it is not forgotten. */
export interface Lessons {
  kept: Kept[];
  /** How many are kept at most before half of them is forgotten. */
  room: number;
  /** The lessons whose derivations are known step by step, and how many steps these have together. */
  derived: Incompatibility[];
  steps: number;
  /** How many steps are remembered at most. */
  readonly most: number;
}

interface Kept {
  readonly watched: Watched;
  /** In how many levels its terms came to hold: the fewer, the more often it is of use. */
  readonly levels: number;
}

/** How many more lessons are kept each time that some were forgotten. */
const MORE_ROOM = 300;

/** Of so few levels a lesson is always kept. */
const FEW_LEVELS = 2;

export function makeLessons({ lessons, steps }: Patience): Lessons {
  return { kept: [], room: lessons, derived: [], steps: 0, most: steps };
}

/** Takes note of a lesson that is watched now. */
export function keepLesson({ kept }: Lessons, watched: Watched, levels: number): void {
  kept.push({ watched, levels });
}

/** Forgets the half of the lessons that is of least use, when there are many, but none that something rests on. */
export function forgetLessons(lessons: Lessons, trail: Trail): void {
  if (lessons.kept.length < lessons.room) return;
  lessons.room += MORE_ROOM;
  const inUse = new Set(trail.reasons);
  const byUse = lessons.kept
    .map((kept, at) => ({ kept, at }))
    .sort((a, b) => a.kept.levels - b.kept.levels || b.at - a.at);
  const half = byUse.length >> 1;
  byUse.forEach(({ kept: { watched, levels } }, at) => {
    if (at >= half && levels > FEW_LEVELS && !inUse.has(watched.fact)) watched.isDead = true;
  });
  lessons.kept = lessons.kept.filter(({ watched }) => !watched.isDead);
}

/** Takes note of a derivation, and gives up the steps of all when they are too many: what they rest on remains. */
export function keepDerivation(lessons: Lessons, lesson: Incompatibility): void {
  if (lesson.cause.kind !== "learned") return;
  lessons.derived.push(lesson);
  lessons.steps += lesson.cause.steps.length;
  if (lessons.steps < lessons.most) return;
  const facts = new Set<Incompatibility>();
  const known = new Set<Incompatibility>(lessons.derived);
  for (const item of known) {
    if (item.cause.kind === "summary") for (const fact of item.cause.facts) facts.add(fact);
    else if (item.cause.kind !== "learned") facts.add(item);
    else for (const premise of [item.cause.first, ...item.cause.steps.map((step) => step.with)]) known.add(premise);
  }
  const cause: Cause = { kind: "summary", facts: [...facts] };
  for (const item of lessons.derived) (item as { cause: Cause }).cause = cause;
  lessons.derived = [];
  lessons.steps = 0;
}
