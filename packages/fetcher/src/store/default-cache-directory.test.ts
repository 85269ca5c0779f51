import { expect, test } from "vitest";
import { defaultCacheDirectory } from "./default-cache-directory.ts";

test.each([
  ["linux", {}, "/home/ada", "/home/ada/.cache/factorio-lock"],
  ["linux", { XDG_CACHE_HOME: "/fast/cache" }, "/home/ada", "/fast/cache/factorio-lock"],
  ["linux", { XDG_CACHE_HOME: "relative" }, "/home/ada", "/home/ada/.cache/factorio-lock"],
  ["linux", { XDG_CACHE_HOME: "" }, "/home/ada", "/home/ada/.cache/factorio-lock"],
  ["darwin", {}, "/Users/ada", "/Users/ada/Library/Caches/factorio-lock"],
  ["win32", { LOCALAPPDATA: "D:\\Local" }, "C:\\Users\\ada", "D:\\Local\\factorio-lock\\cache"],
  ["win32", {}, "C:\\Users\\ada", "C:\\Users\\ada\\AppData\\Local\\factorio-lock\\cache"],
] as const)("on %s with %o and home %s: %s", (platform, env, home, expected) => {
  expect(defaultCacheDirectory({ env, platform, home })).toBe(expected);
});
