import { expect, test } from "vitest";
import { usualModFolder } from "./usual-mod-folder.ts";

test("each system has its own", () => {
  expect(["win32", "darwin", "linux", "freebsd"].map(usualModFolder)).toEqual([
    "~/AppData/Roaming/Factorio/mods",
    "~/Library/Application Support/factorio/mods",
    "~/.factorio/mods",
    "~/.factorio/mods",
  ]);
});
