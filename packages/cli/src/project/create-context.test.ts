import { expect, test } from "vitest";
import { createContext } from "./create-context.ts";

const bare = {
  env: {},
  cwd: "/srv/pack",
  platform: "linux",
  home: "/home/ada",
  signal: new AbortController().signal,
  now: () => 0,
} as const;

test("without anything said, the places that the system means for it", () => {
  expect(createContext(bare)).toMatchObject({
    cwd: "/srv/pack",
    portalUrl: undefined,
    modDirectory: undefined,
    cacheDirectory: "/home/ada/.cache/factorio-lock",
    configDirectory: "/home/ada/.config/factorio-lock",
  });
});

test("the environment decides, and what is given decides over it", () => {
  const env = {
    FACTORIO_LOCK_CACHE: "cache",
    FACTORIO_MOD_DIRECTORY: "/srv/mods",
    FACTORIO_LOCK_PORTAL: "http://localhost:1",
  };
  expect(createContext({ ...bare, env }, { cacheDirectory: "/other" })).toMatchObject({
    portalUrl: "http://localhost:1",
    modDirectory: "/srv/mods",
    cacheDirectory: "/other",
  });
});

test("relative paths of the environment count from the folder that is given", () => {
  const env = { FACTORIO_LOCK_CACHE: "cache", FACTORIO_MOD_DIRECTORY: "mods" };
  expect(createContext({ ...bare, env }, { cwd: "/srv/other" })).toMatchObject({
    cacheDirectory: "/srv/other/cache",
    modDirectory: "/srv/other/mods",
  });
});

test("what begins with ~ in the environment is in the user's home, as shells leave it there", () => {
  const env = { FACTORIO_LOCK_CACHE: "~/cache", FACTORIO_MOD_DIRECTORY: "~/.factorio/mods" };
  expect(createContext({ ...bare, env })).toMatchObject({
    cacheDirectory: "/home/ada/cache",
    modDirectory: "/home/ada/.factorio/mods",
  });
  expect(createContext({ ...bare, env: { FACTORIO_MOD_DIRECTORY: "~other/mods" } }).modDirectory).toBe(
    "/srv/pack/~other/mods",
  );
});
