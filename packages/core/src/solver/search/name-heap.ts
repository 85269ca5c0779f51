import type { ModNode } from "../facts/mod-node.ts";

/** A binary heap of mods, ordered by name (code units). */
export interface NameHeap {
  readonly nodes: ModNode[];
  /** By mod id: whether it is in `nodes`. */
  readonly inside: boolean[];
}

export function makeHeap(): NameHeap {
  return { nodes: [], inside: [] };
}

/** Adds a mod unless it is in the heap. */
export function heapAdd({ nodes, inside }: NameHeap, node: ModNode): void {
  if (inside[node.id]) return;
  inside[node.id] = true;
  let at = nodes.push(node) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (nodes[parent]!.name <= node.name) break;
    nodes[at] = nodes[parent]!;
    at = parent;
  }
  nodes[at] = node;
}

/** Removes and returns the mod with the smallest name. */
export function heapTake({ nodes, inside }: NameHeap): ModNode | undefined {
  const first = nodes[0];
  const last = nodes.pop();
  if (!first || !last) return undefined;
  inside[first.id] = false;
  if (nodes.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= nodes.length) break;
    if (child + 1 < nodes.length && nodes[child + 1]!.name < nodes[child]!.name) child++;
    if (nodes[child]!.name >= last.name) break;
    nodes[at] = nodes[child]!;
    at = child;
  }
  nodes[at] = last;
  return first;
}
