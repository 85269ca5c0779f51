import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLockfile, lockfile, manifest } from "../../testing/documents.ts";
import { conflictSides, hasConflictMarkers } from "../text/conflict.ts";
import { formatLockfile } from "./format-lockfile.ts";
import { mergeConflict, mergeLockfiles } from "./merge-lockfiles.ts";
import { staleReasons } from "./stale-reasons.ts";

const BASE = lockfile({ asks: '  a: "*"\n', mods: { a: ["1.0.0", "base"] } });
const OURS = lockfile({ asks: '  a: "*"\n  b: "*"\n', mods: { a: ["1.1.0", "base"], b: ["1.0.0", "base"] } });
const THEIRS = lockfile({ asks: '  a: "*"\n  c: "*"\n', mods: { a: ["1.2.0", "base"], c: ["1.0.0", "base"] } });

/** The conflict markers that git leaves when every line from the first difference to the last conflicts. */
function conflict(style: "merge" | "diff3", newline = "\n"): string {
  const [base, ours, theirs] = [BASE, OURS, THEIRS].map((lock) => formatLockfile(lock).split("\n")) as [
    string[],
    string[],
    string[],
  ];
  const same = ours.findIndex((line, at) => line !== theirs[at] || line !== base[at]);
  const lines = [
    ...ours.slice(0, same),
    "<<<<<<< HEAD",
    ...ours.slice(same, -1),
    ...(style === "diff3" ? ["||||||| 1234567", ...base.slice(same, -1)] : []),
    "=======",
    ...theirs.slice(same, -1),
    ">>>>>>> other-branch",
    "",
  ];
  return lines.join(newline);
}

describe("hasConflictMarkers", () => {
  test.each(["merge", "diff3"] as const)("sees a conflict in %s style", (style) => {
    expect(hasConflictMarkers(conflict(style))).toBe(true);
    expect(hasConflictMarkers(conflict(style, "\r\n"))).toBe(true);
  });

  test("law: no lockfile of ours has them", () => {
    fc.assert(fc.property(anyLockfile, (lock) => !hasConflictMarkers(formatLockfile(lock))));
  });

  test("marks in another order, indented, or longer are none", () => {
    expect(hasConflictMarkers(">>>>>>> a\n=======\n<<<<<<< b\n")).toBe(false);
    expect(hasConflictMarkers(" <<<<<<< a\n =======\n >>>>>>> b\n")).toBe(false);
    expect(hasConflictMarkers("<<<<<<<<< a\n=========\n>>>>>>>>> b\n")).toBe(false);
  });
});

describe("mergeConflict", () => {
  test.each([
    ["merge", "\n"],
    ["diff3", "\n"],
    ["merge", "\r\n"],
    ["diff3", "\r\n"],
  ] as const)("joins both sides of a conflict in %s style, lines ended by %j", async (style, newline) => {
    const merged = await mergeConflict(conflict(style, newline), "mods.lock");
    expect(merged).toEqual(mergeLockfiles(OURS, THEIRS));
    expect([...merged.mods].map(([name, { version }]) => `${name} ${version.text}`)).toEqual([
      "a 1.2.0",
      "b 1.0.0",
      "c 1.0.0",
    ]);
    expect([...merged.requirements.keys()]).toEqual(["a", "b", "c"]);
  });

  test("several conflicts in one file are taken apart one by one", () => {
    const text = "1\n<<<<<<< x\na\n=======\nb\n>>>>>>> y\n2\n<<<<<<< x\n=======\nc\n>>>>>>> y\n3\n";
    expect(conflictSides(text)).toEqual({ ours: "1\na\n2\n3\n", theirs: "1\nb\n2\nc\n3\n" });
  });

  test("what does not go together after the merge is seen as stale", async () => {
    const merged = await mergeConflict(conflict("merge"), "mods.lock");
    expect(staleReasons(manifest('  a: "*"\n  b: "*"\n  c: "*"\n'), merged)).toEqual([]);
    expect(staleReasons(manifest('  a: "*"\n  b: "*"\n'), merged)).toEqual([{ kind: "removed", name: "c" }]);
  });

  test("a side that is no lockfile is named", async () => {
    const text = conflict("merge").replace('version: "1.2.0"', 'version: "x"');
    await expect(mergeConflict(text, "mods.lock")).rejects.toThrow(/^mods\.lock \(their side\):\d+:\d+: found "x"/);
  });

  test("law: a merge has every mod of both, none older than in either; merged again, it stays", () => {
    fc.assert(
      fc.property(anyLockfile, anyLockfile, (ours, theirs) => {
        const merged = mergeLockfiles(ours, theirs);
        expect([...merged.mods.keys()]).toEqual([...new Set([...ours.mods.keys(), ...theirs.mods.keys()])].sort());
        for (const [name, mod] of merged.mods) {
          for (const side of [ours, theirs]) {
            expect(mod.version.packed).toBeGreaterThanOrEqual(side.mods.get(name)?.version.packed ?? 0);
          }
        }
        expect(mergeLockfiles(merged, theirs)).toEqual(merged);
        expect(mergeLockfiles(ours, ours)).toEqual(ours);
      }),
    );
  });
});
