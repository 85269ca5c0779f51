import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyNodes, node } from "../../../testing/nodes.ts";
import { isDemand } from "../../dependency/dependency.ts";
import { members } from "./index-set.ts";
import { entriesAbout, isDemanded, releasesAbout } from "./mentions.ts";

describe("what the releases of a mod say of others", () => {
  const { mentions } = node(0, "a", [], ["b"], ["? b >= 2.0", "c"], ["! b"], ["~ b"], ["b < 3.0", "+ b", "? d"]);

  test("is found by the other's name, oldest release first", () => {
    expect([...mentions.first.keys()].sort()).toEqual(["b", "c", "d"]);
    expect(entriesAbout(mentions, "b").map(({ text }) => text)).toEqual([
      "b",
      "? b >= 2.0",
      "! b",
      "~ b",
      "b < 3.0",
      "+ b",
    ]);
    expect(entriesAbout(mentions, "b", [1, 2, 4, 4]).map(({ text }) => text)).toEqual(["b", "! b"]);
    expect(entriesAbout(mentions, "e")).toEqual([]);
  });

  test("tells who demands", () => {
    expect(releasesAbout(mentions, "b", isDemand)).toEqual([2, 2, 5, 6]);
    expect(["b", "c", "d", "e"].map((name) => isDemanded(mentions, name))).toEqual([true, true, false, false]);
  });

  test("lists each release once, however often it speaks of the other", () => {
    const often = node(0, "a", ["b", "~ b"], ["? b"], ["b", "b >= 1.0", "b < 9.0"], ["~ b"]).mentions;
    expect(releasesAbout(often, "b", isDemand)).toEqual([1, 1, 3, 4]);
  });

  test("is not what they say of themselves, and nothing that cannot be read", () => {
    expect([...node(0, "a", ["a >= 2.0", "b >= y", "? c"]).mentions.first.keys()]).toEqual(["c"]);
  });
});

test("law: no entry is lost, and none is in another place than its release", () => {
  fc.assert(
    fc.property(anyNodes(3), (nodes) => {
      for (const { name, size, dependencies, mentions } of nodes) {
        for (const other of ["a", "b", "c"].filter((one) => one !== name)) {
          for (let state = 1; state <= size; state++) {
            const said = (dependencies[state - 1] ?? []).filter((entry) => entry.name === other);
            expect(entriesAbout(mentions, other, [state, state])).toEqual(said);
            expect(members(releasesAbout(mentions, other, isDemand)).includes(state)).toBe(
              said.some(({ kind }) => isDemand(kind)),
            );
          }
          expect(isDemanded(mentions, other)).toBe(releasesAbout(mentions, other, isDemand).length > 0);
        }
      }
    }),
  );
});
