import { addActive } from "./activity-heap.ts";
import type { Present } from "./cycles.ts";
import { returnTo } from "./decisions.ts";
import { isOpen, leaveFree } from "./free-order.ts";
import type { Search } from "./search.ts";

/** Of how many conflicts in the order of preference the free order has one. */
const SHARE = 4;

/** How many it has at least. */
const LEAST = 64;

/** Goes back to what is in doubt, and decides from there on in the free order. */
export function enterFree(search: Search): void {
  const { free, trail, assumptions, floor } = search;
  const base = free.witness ? free.doubt : Math.max(assumptions.length, floor < 0 ? 0 : floor + 1);
  if (base < trail.level) returnTo(search, base);
  free.base = Math.min(base, trail.level);
  free.conflicts = 0;
  free.restarts = 0;
  free.end = free.total + Math.max(LEAST, Math.ceil(free.patience / SHARE));
  free.doubt = free.base;
  for (const { id } of search.nodes) if (isOpen(search, id)) addActive(free.active, id);
}

/** Remembers an answer, and goes back to the order of preference. */
export function foundWitness(search: Search, present: readonly Present[]): void {
  const { free, nodes } = search;
  const witness = new Array<number>(nodes.length).fill(0);
  for (const { node, state } of present) witness[node.id] = state;
  const { base } = free;
  returnTo(search, base);
  leaveFree(search);
  free.witness = witness;
  free.doubt = Number.MAX_SAFE_INTEGER;
}

/** Gives the order of preference another chance: some questions are easier in it. */
export function giveUpFree(search: Search): void {
  const { free } = search;
  returnTo(search, free.base);
  leaveFree(search);
  free.patience *= 4;
}

/** Begins anew, with what was learned. */
export function restartFree(search: Search): void {
  const { free } = search;
  free.restarts++;
  free.conflicts = 0;
  returnTo(search, free.base);
}
