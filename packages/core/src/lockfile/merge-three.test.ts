import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLockfile, lockfile } from "../../testing/documents.ts";
import { mergeLockfileSides } from "./merge-three.ts";

const versions = (lock: { mods: ReadonlyMap<string, { version: { text: string } }> }): string[] =>
  [...lock.mods].map(([name, { version }]) => `${name} ${version.text}`);

describe("mergeLockfileSides", () => {
  const BASE = lockfile({ asks: '  a: "*"\n  b: "*"\n', mods: { a: ["2.0.0", "base"], b: ["1.0.0", "base"] } });

  test("a side that moved back wins over one that stayed, and what one side removed is gone", () => {
    const ours = lockfile({ asks: '  a: "1.0.0"\n  b: "*"\n', mods: { a: ["1.0.0", "base"], b: ["1.0.0", "base"] } });
    const theirs = lockfile({ asks: '  a: "*"\n', mods: { a: ["2.0.0", "base"] } });
    const { lockfile: merged, conflicts } = mergeLockfileSides(BASE, ours, theirs);
    expect(conflicts).toEqual([]);
    expect(versions(merged)).toEqual(["a 1.0.0"]);
    expect([...merged.requirements.keys()]).toEqual(["a"]);
  });

  test("one release that both moved is the newer one, one requirement that both changed is a conflict", () => {
    const ours = lockfile({
      asks: '  a: ">= 2.1"\n  b: "*"\n',
      mods: { a: ["2.1.0", "base"], b: ["1.1.0", "base"] },
    });
    const theirs = lockfile({
      asks: '  a: ">= 2.2"\n  b: "*"\n',
      mods: { a: ["2.2.0", "base"], b: ["1.2.0", "base"] },
    });
    const { lockfile: merged, conflicts } = mergeLockfileSides(BASE, ours, theirs);
    expect(conflicts).toEqual(["a"]);
    expect(versions(merged)).toEqual(["a 2.2.0", "b 1.2.0"]);
  });

  test("law: with a side that changed nothing the merge is the other side", () => {
    fc.assert(
      fc.property(anyLockfile, anyLockfile, (base, side) => {
        for (const merge of [mergeLockfileSides(base, base, side), mergeLockfileSides(base, side, base)]) {
          expect(merge.conflicts).toEqual([]);
          expect(merge.lockfile.requirements).toEqual(side.requirements);
          expect(merge.lockfile.mods).toEqual(side.mods);
          expect(merge.lockfile.factorio).toEqual(side.factorio);
          expect(merge.lockfile.expansion).toBe(side.expansion);
        }
      }),
    );
  });
});
