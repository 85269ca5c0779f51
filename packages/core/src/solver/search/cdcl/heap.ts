import type { Cdcl } from "./cdcl.ts";

/** The growth of activity per conflict: how much more a conflict counts than the one before. */
const GROWTH = 1 / 0.95;

/** Beyond this all activities are scaled down. */
const MOST = 1e100;

/** Raises the activity of a variable that occurred in a conflict. */
export function bumpVariable(cdcl: Cdcl, variable: number): void {
  const { activity, places } = cdcl;
  const more = activity[variable]! + cdcl.step;
  activity[variable] = more;
  if (more > MOST) {
    for (let other = 0; other < cdcl.variables; other++) activity[other] = activity[other]! / MOST;
    cdcl.step /= MOST;
  }
  if (places[variable]! >= 0) rise(cdcl, places[variable]!);
}

/** Lowers the weight of earlier conflicts. */
export function decayActivity(cdcl: Cdcl): void {
  cdcl.step *= GROWTH;
}

/** Adds a variable to the heap unless it is in it. */
export function heapInsert(cdcl: Cdcl, variable: number): void {
  if (cdcl.places[variable]! >= 0) return;
  const at = cdcl.heaped++;
  cdcl.heap[at] = variable;
  cdcl.places[variable] = at;
  rise(cdcl, at);
}

/** Removes and returns the most active variable; -1 if the heap is empty. */
export function heapTop(cdcl: Cdcl): number {
  if (cdcl.heaped === 0) return -1;
  const { heap, places } = cdcl;
  const first = heap[0]!;
  const last = heap[--cdcl.heaped]!;
  places[first] = -1;
  if (cdcl.heaped > 0) {
    heap[0] = last;
    places[last] = 0;
    sink(cdcl, 0);
  }
  return first;
}

function rise({ heap, places, activity }: Cdcl, from: number): void {
  const variable = heap[from]!;
  const own = activity[variable]!;
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent]!;
    if (activity[above]! >= own) break;
    heap[at] = above;
    places[above] = at;
    at = parent;
  }
  heap[at] = variable;
  places[variable] = at;
}

function sink({ heap, places, activity, heaped }: Cdcl, from: number): void {
  const variable = heap[from]!;
  const own = activity[variable]!;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heaped) break;
    const right = child + 1;
    if (right < heaped && activity[heap[right]!]! > activity[heap[child]!]!) {
      child = right;
    }
    const below = heap[child]!;
    if (activity[below]! <= own) break;
    heap[at] = below;
    places[below] = at;
    at = child;
  }
  heap[at] = variable;
  places[variable] = at;
}
