import { expect, test } from "vitest";
import { formatBytes, formatDuration } from "./amount.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [4200, "4.2 kB"],
  [31_000_000, "31 MB"],
  [999_600, "1 MB"],
  [1_240_000_000, "1.24 GB"],
])("%d bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [0.4, "0 ms"],
  [38.2, "38 ms"],
  [999.6, "1.0 s"],
  [1234, "1.2 s"],
  [12_300, "12 s"],
  [125_000, "2 min 5 s"],
])("%d milliseconds are %s", (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
