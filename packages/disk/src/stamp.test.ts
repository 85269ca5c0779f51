import { type BigIntStats, lstatSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { parseStamp, sameStamp, stampOf } from "./stamp.ts";

const stats = (ino: bigint) => ({ ino, size: 3n, mtimeNs: 1_700_000_000_123_456_789n }) as BigIntStats;

test("two files whose ids differ beyond 2⁵³ are two, also after they were written down", () => {
  const [a, b] = [stampOf(stats(2n ** 60n)), stampOf(stats(2n ** 60n + 1n))];
  expect(sameStamp(a, b)).toBe(false);
  const [kept, other] = [a, b].map((stamp) => parseStamp(JSON.parse(JSON.stringify(stamp))));
  expect(kept).toEqual(a);
  expect(other).toEqual(b);
});

test("what an earlier version wrote down is still the same file", () => {
  const folder = mkdtempSync(join(tmpdir(), "factorio-lock-stamp-"));
  onTestFinished(() => removeFolderSync(folder));
  const file = join(folder, "one");
  writeFileSync(file, "one");
  const { size, mtimeMs: modified, ino: inode } = lstatSync(file);
  const earlier = parseStamp({ size, modified, inode });
  expect(earlier && sameStamp(earlier, stampOf(lstatSync(file, { bigint: true })))).toBe(true);
});

test.each([
  {},
  { size: 1, modified: 1 },
  { size: 1, modified: 1, inode: "x" },
  { size: 1, modified: 1, inode: 2 ** 60 },
])("no stamp: %j", (value) => {
  expect(parseStamp(value)).toBeUndefined();
});
