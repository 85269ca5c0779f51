import fc from "fast-check";
import { expect, test } from "vitest";
import { addActive, addActivity, bump, makeActivityHeap, takeActive } from "./activity-heap.ts";

function heapOf(mods: number) {
  const heap = makeActivityHeap();
  for (let mod = 0; mod < mods; mod++) addActivity(heap);
  return heap;
}

test("law: mods come out by how much they were met, each once, however they were added and met", () => {
  const mods = 12;
  const move = fc.oneof(
    fc.record({ add: fc.nat(mods - 1) }),
    fc.record({ met: fc.uniqueArray(fc.nat(mods - 1), { maxLength: 4 }) }),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const heap = heapOf(mods);
      const added = new Set<number>();
      for (const one of moves) {
        if ("met" in one) bump(heap, one.met);
        else {
          addActive(heap, one.add);
          added.add(one.add);
        }
      }
      const taken: number[] = [];
      for (let mod = takeActive(heap); mod !== undefined; mod = takeActive(heap)) taken.push(mod);
      expect([...taken].sort((a, b) => a - b)).toEqual([...added].sort((a, b) => a - b));
      const activities = taken.map((mod) => heap.activity[mod] as number);
      expect(activities).toEqual([...activities].sort((a, b) => b - a));
    }),
  );
});

test("what was met of late counts more than what was met long ago, also after thousands of conflicts", () => {
  const heap = heapOf(2);
  for (let conflict = 0; conflict < 10_000; conflict++) bump(heap, [0]);
  for (let conflict = 0; conflict < 100; conflict++) bump(heap, [1]);
  for (const activity of heap.activity) expect(Number.isFinite(activity)).toBe(true);
  addActive(heap, 0);
  addActive(heap, 1);
  expect(takeActive(heap)).toBe(1);
});
