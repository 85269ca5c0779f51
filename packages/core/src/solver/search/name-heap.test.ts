import { expect, test } from "vitest";
import { node } from "../../../testing/nodes.ts";
import { heapAdd, heapTake, makeHeap } from "./name-heap.ts";

test("the smallest name by code units comes first, each mod once, and may come again", () => {
  const heap = makeHeap();
  const names = ["moth", "Zinc", "amber", "_x", "amber-2", "kelp", "Amber"];
  const nodes = names.map((name, id) => node(id, name));
  for (const one of [...nodes, ...nodes]) heapAdd(heap, one);
  const taken: string[] = [];
  for (let one = heapTake(heap); one; one = heapTake(heap)) taken.push(one.name);
  expect(taken).toEqual(["Amber", "Zinc", "_x", "amber", "amber-2", "kelp", "moth"]);
  heapAdd(heap, nodes[0] as (typeof nodes)[0]);
  expect(heapTake(heap)?.name).toBe("moth");
  expect(heapTake(heap)).toBeUndefined();
});
