/** Mods by how much they were met in conflicts of late, from which the one met most can be taken. A binary heap. */
export interface ActivityHeap {
  /** By mod. */
  readonly activity: number[];
  /** The activity that a conflict adds: it grows from one conflict to the next, so that old ones fade. */
  step: number;
  readonly mods: number[];
  /** By mod: its place in `mods`, -1 for none. */
  readonly places: number[];
}

/** How much more a conflict counts than the one before it. */
const GROWTH = 1 / 0.95;

/** Beyond this all are scaled down. */
const MOST = 1e100;

export function makeActivityHeap(): ActivityHeap {
  return { activity: [], step: 1, mods: [], places: [] };
}

/** Makes room for one more mod. */
export function addActivity({ activity, places }: ActivityHeap): void {
  activity.push(0);
  places.push(-1);
}

/** Counts that mods were met in a conflict. */
export function bump(heap: ActivityHeap, met: readonly number[]): void {
  const { activity, places } = heap;
  for (const mod of met) {
    activity[mod] = (activity[mod] as number) + heap.step;
    if ((places[mod] as number) >= 0) rise(heap, places[mod] as number);
  }
  heap.step *= GROWTH;
  if (heap.step < MOST) return;
  for (let mod = 0; mod < activity.length; mod++) activity[mod] = (activity[mod] as number) / MOST;
  heap.step /= MOST;
}

/** Adds a mod, unless it is there. */
export function addActive(heap: ActivityHeap, mod: number): void {
  if ((heap.places[mod] as number) >= 0) return;
  heap.places[mod] = heap.mods.push(mod) - 1;
  rise(heap, heap.mods.length - 1);
}

/** Takes the mod that was met most; of several any. */
export function takeActive(heap: ActivityHeap): number | undefined {
  const { mods, places } = heap;
  const first = mods[0];
  const last = mods.pop();
  if (first === undefined || last === undefined) return undefined;
  places[first] = -1;
  if (mods.length > 0) {
    mods[0] = last;
    places[last] = 0;
    sink(heap, 0);
  }
  return first;
}

function rise({ activity, mods, places }: ActivityHeap, from: number): void {
  const mod = mods[from] as number;
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = mods[parent] as number;
    if ((activity[above] as number) >= (activity[mod] as number)) break;
    mods[at] = above;
    places[above] = at;
    at = parent;
  }
  mods[at] = mod;
  places[mod] = at;
}

function sink({ activity, mods, places }: ActivityHeap, from: number): void {
  const mod = mods[from] as number;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= mods.length) break;
    const right = mods[child + 1];
    if (right !== undefined && (activity[right] as number) > (activity[mods[child] as number] as number)) child++;
    const below = mods[child] as number;
    if ((activity[below] as number) <= (activity[mod] as number)) break;
    mods[at] = below;
    places[below] = at;
    at = child;
  }
  mods[at] = mod;
  places[mod] = at;
}
