import { expect, test } from "vitest";
import { type RequestedRange, readRange } from "./range.ts";

const part = (start: number, end: number): RequestedRange => ({ kind: "part", start, end });
const ALL: RequestedRange = { kind: "all" };
const NONE: RequestedRange = { kind: "unsatisfiable" };

test.each<[header: string | undefined, size: number, expected: RequestedRange]>([
  [undefined, 10, ALL],
  ["bytes=0-", 10, part(0, 10)],
  ["bytes=2-4", 10, part(2, 5)],
  ["bytes=9-9", 10, part(9, 10)],
  ["bytes=9-99", 10, part(9, 10)],
  ["Bytes=0-0", 10, part(0, 1)],
  ["bytes=-3", 10, part(7, 10)],
  ["bytes=-30", 10, part(0, 10)],
  ["bytes=-0", 10, NONE],
  ["bytes=10-", 10, NONE],
  ["bytes=10-12", 10, NONE],
  ["bytes=4-2", 10, ALL],
  ["bytes=-", 10, ALL],
  ["bytes=a-b", 10, ALL],
  ["bytes=0-1,3-4", 10, ALL],
  ["bytes 0-1", 10, ALL],
  ["items=0-1", 10, ALL],
  ["bytes=99999999999999999999-", 10, ALL],
])("%j of %i bytes", (header, size, expected) => {
  expect(readRange(header, size)).toEqual(expected);
});
