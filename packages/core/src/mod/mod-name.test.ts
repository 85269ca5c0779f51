import { describe, expect, it, test } from "vitest";
import { compareNames, isBuiltin, isSafeFileName, isSafeName } from "./mod-name.ts";
import { dependencyStrings } from "./release.ts";
import { parseSha1 } from "./sha1.ts";

describe("names", () => {
  test.each(["a", "tin-whistle", "Tin Whistle MK3", "a.b", "__proto__", "x".repeat(100), "-", "console"])(
    "%j is safe",
    (name) => {
      expect(isSafeName(name)).toBe(true);
    },
  );

  test.each([
    "",
    " a",
    "a ",
    ".",
    "..",
    ".a",
    "a.",
    "../a",
    "a/b",
    "a\\b",
    "a\u0000",
    "a\n",
    "naïve",
    "x".repeat(101),
    "con",
    "CON",
    "nul.mod",
    "COM1",
    "lpt9.x",
    "a:b",
  ])("%j is not safe", (name) => {
    expect(isSafeName(name)).toBe(false);
  });

  it("sort by code units, the same everywhere", () => {
    expect(["b", "a", "B", "_", "a-1", "a_1", "a1", "ä"].sort(compareNames)).toEqual([
      "B",
      "_",
      "a",
      "a-1",
      "a1",
      "a_1",
      "b",
      "ä",
    ]);
    expect(compareNames("a", "a")).toBe(0);
  });

  it("of builtin mods", () => {
    expect(["base", "elevated-rails", "quality", "recycler", "space-age"].every(isBuiltin)).toBe(true);
    expect(["core", "Base", "space-age-plus", ""].some(isBuiltin)).toBe(false);
  });
});

describe("archive file names", () => {
  test.each(["tin-whistle_1.0.0.zip", "Tin Whistle_0.1.01.zip", "a_b_2.0.zip", "a_1.2.3.4.zip"])(
    "%j is safe",
    (name) => {
      expect(isSafeFileName(name)).toBe(true);
    },
  );

  test.each([
    "tin-whistle.zip",
    "tin-whistle_1.zip",
    "_1.0.0.zip",
    "../a_1.0.0.zip",
    "a_1.0.0.zip\n",
    "a_1.0.0.ZIP",
    "a_x.zip",
    "nul_1.0.0.zip",
    "a/b_1.0.zip",
  ])("%j is not safe", (name) => {
    expect(isSafeFileName(name)).toBe(false);
  });
});

describe("releases", () => {
  it("without the key depend on base, with an empty list on nothing (R3)", () => {
    expect(dependencyStrings({ dependencies: undefined })).toEqual(["base"]);
    expect(dependencyStrings({ dependencies: [] })).toEqual([]);
  });

  it("carry a SHA-1 of 40 hex digits, in lower case", () => {
    expect(parseSha1("AB".repeat(20))).toBe("ab".repeat(20));
    for (const text of ["", "ab", "g".repeat(40), "a".repeat(41), `${"a".repeat(40)}\n`])
      expect(parseSha1(text)).toBeUndefined();
  });
});
