import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLockfile, lockfile } from "../../testing/documents.ts";
import { type Change, diffLockfiles } from "./diff-lockfiles.ts";

describe("diffLockfiles", () => {
  test("tells what came, went, moved and stayed", () => {
    const before = lockfile({ mods: { a: ["1.0.0"], b: ["1.0.0"], c: ["1.0"], d: ["1.0.0"] } });
    const after = lockfile({
      factorio: "2.0.77",
      expansion: true,
      builtin: ["base", "quality"],
      mods: { b: ["0.9.0"], c: ["1.0.0"], d: ["path:../d@1.0.0"], e: ["1.0.0"] },
    });
    const diff = diffLockfiles(before, after);
    expect(diff.mods.map(({ name, change, from, to }) => `${change} ${name} ${from?.text} ${to?.text}`)).toEqual([
      "removed a 1.0.0 undefined",
      "updated b 1.0.0 0.9.0",
      "unchanged c 1.0 1.0.0",
      "updated d 1.0.0 1.0.0",
      "added e undefined 1.0.0",
    ]);
    expect(diff.builtin).toEqual([
      { name: "base", change: "unchanged" },
      { name: "quality", change: "added" },
    ]);
    expect(diff).toMatchObject({ factorio: { from: "2.0", to: "2.0.77" }, expansion: { from: false, to: true } });
  });

  test("without a lockfile before, everything is added", () => {
    const diff = diffLockfiles(undefined, lockfile({ mods: { a: ["1.0.0"] } }));
    expect(diff.mods).toMatchObject([{ name: "a", change: "added" }]);
    expect(diff.builtin).toEqual([{ name: "base", change: "added" }]);
    expect(diff).not.toHaveProperty("factorio");
    expect(diff).not.toHaveProperty("expansion");
  });

  test("law: nothing changes from a lockfile to itself; the way back is the mirror image", () => {
    const back: Readonly<Record<Change, Change>> = {
      added: "removed",
      removed: "added",
      updated: "updated",
      unchanged: "unchanged",
    };
    fc.assert(
      fc.property(anyLockfile, anyLockfile, (one, other) => {
        expect(diffLockfiles(one, one).mods.every(({ change }) => change === "unchanged")).toBe(true);
        const there = diffLockfiles(one, other).mods.map(({ name, change }) => [name, change]);
        expect(diffLockfiles(other, one).mods.map(({ name, change }) => [name, back[change]])).toEqual(there);
      }),
    );
  });
});
