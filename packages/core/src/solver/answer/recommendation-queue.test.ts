import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNames } from "../../mod/mod-name.ts";
import { enqueue, firstPlace, makeQueue, takeFirst, upTo } from "./recommendation-queue.ts";

test("law: names come out by place, and by name where places are equal", () => {
  const recommendations = fc.array(fc.tuple(fc.nat(4), fc.constantFrom("a", "b", "c", "d", "e")), { maxLength: 20 });
  fc.assert(
    fc.property(recommendations, (all) => {
      const queue = makeQueue();
      for (const [place, name] of all) enqueue(queue, place, name);
      const sorted = [...all].sort(([place, name], [other, than]) => place - other || compareNames(name, than));
      expect(upTo(queue, 2)).toEqual(sorted.filter(([place]) => place <= 2).map(([, name]) => name));
      for (const [place, name] of sorted) {
        expect(firstPlace(queue)).toBe(place);
        expect(takeFirst(queue)).toBe(name);
      }
      expect(firstPlace(queue)).toBeUndefined();
    }),
  );
});
