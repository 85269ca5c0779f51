import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNames } from "../mod/mod-name.ts";
import { enqueueWish, firstPlace, makeQueue, takeWish, upTo } from "./wish-queue.ts";

test("law: names come out by place, and by name where places are equal", () => {
  const wishes = fc.array(fc.tuple(fc.nat(4), fc.constantFrom("a", "b", "c", "d", "e")), { maxLength: 20 });
  fc.assert(
    fc.property(wishes, (all) => {
      const queue = makeQueue();
      for (const [place, name] of all) enqueueWish(queue, place, name);
      const sorted = [...all].sort(([place, name], [other, than]) => place - other || compareNames(name, than));
      expect(upTo(queue, 2)).toEqual(sorted.filter(([place]) => place <= 2).map(([, name]) => name));
      for (const [place, name] of sorted) {
        expect(firstPlace(queue)).toBe(place);
        expect(takeWish(queue)).toBe(name);
      }
      expect(firstPlace(queue)).toBeUndefined();
    }),
  );
});
