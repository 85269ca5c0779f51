import { describe, expect, test } from "vitest";
import { isRelativePath, plainPath, withSlashes } from "./mod-path.ts";

describe("isRelativePath", () => {
  test.each(["../my-mod", "mods/x.zip", ".", "a b", "..\\x"])("%s is relative", (path) => {
    expect(isRelativePath(path)).toBe(true);
  });

  test.each(["/home/x", "\\\\server\\x", "C:\\x", "c:x", "~/x", " /x"])("%s names a place of one machine", (path) => {
    expect(isRelativePath(path)).toBe(false);
  });
});

describe("plainPath", () => {
  test.each([
    ["../my-mod", "../my-mod"],
    ["./../my-mod/", "../my-mod"],
    ["..\\my-mod", "../my-mod"],
    ["a//b/./c", "a/b/c"],
    ["a/../b", "b"],
    ["../../a", "../../a"],
    ["./", "."],
  ])("%s is %s", (path, plain) => {
    expect(plainPath(path)).toBe(plain);
  });
});

test.each([
  ["..\\my-mod", "../my-mod"],
  ["a\\b/c", "a/b/c"],
  ["D:\\mods", "D:\\mods"],
  ["/srv/a\\b", "/srv/a\\b"],
])("%s is read as %s, on every system", (path, plain) => {
  expect(withSlashes(path)).toBe(plain);
});
