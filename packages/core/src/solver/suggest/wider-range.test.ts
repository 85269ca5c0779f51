import { expect, test } from "vitest";
import { isRangeFault, parseRange } from "../../version/range.ts";
import { parseVersion } from "../../version/version.ts";
import { widerRange } from "./wider-range.ts";

test.each([
  ["^1.2", "1.0.0", ">= 1.0.0 < 2.0.0"],
  ["^1.2", "3.0.0", ">= 1.2.0 <= 3.0.0"],
  [">= 2.0", "1.5.1", ">= 1.5.1"],
  ["<= 2.0", "2.5", "<= 2.5.0"],
  ["< 2.0.3", "2.0.3", "<= 2.0.3"],
  ["> 0.0.0", "0.0.0", "*"],
  ["1.5.0", "1.0", "1.0.0"],
  ["2.0.28", "2.0.65535", ">= 2.0.28 < 2.1.0"],
  ["1.0.0 || 3.0.0", "2.0.0", ">= 1.0.0 <= 3.0.0"],
  [">= 2.0 < 1.0", "1.5.0", "*"],
])("%s with %s is %s", (before, version, wider) => {
  const range = parseRange(before);
  if (isRangeFault(range)) throw new Error(range.fault);
  expect(widerRange(range.versions, parseVersion(version)?.packed ?? -1)).toBe(wider);
});
