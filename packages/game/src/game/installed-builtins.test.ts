import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { readInstalledBuiltins } from "./installed-builtins.ts";

let game: string;
beforeEach(async () => {
  game = await mkdtemp(join(tmpdir(), "factorio-lock-game-"));
});
afterEach(() => removeFolder(game));

async function builtin(data: string, name: string, info: object) {
  await mkdir(join(game, data, name), { recursive: true });
  await writeFile(join(game, data, name, "info.json"), JSON.stringify({ name, ...info }));
}

test.each([
  ["the game's folder", "data", "."],
  ["its data folder", "data", "data"],
  ["an app of macOS", "factorio.app/Contents/data", "factorio.app"],
  ["the folder of that app", "factorio.app/Contents/data", "."],
])("by %s", async (_, data, asked) => {
  await builtin(data, "base", { version: "2.0.75", dependencies: [] });
  await builtin(data, "space-age", { version: "2.0.73", dependencies: ["base", "quality >= 2.0.0"] });
  await builtin(data, "core", {});
  await mkdir(join(game, data, "changelogs"));
  expect(await readInstalledBuiltins(join(game, asked))).toEqual([
    { name: "base", version: "2.0.75", dependencies: [] },
    { name: "space-age", version: "2.0.73", dependencies: ["base", "quality >= 2.0.0"] },
  ]);
});

test("a folder without a game is named", async () => {
  await expect(readInstalledBuiltins(game)).rejects.toMatchObject({
    code: "GAME_NOT_FOUND",
    message: expect.stringContaining(game),
  });
});

test("a damaged info.json is named", async () => {
  await builtin("data", "base", { version: "2.0.75" });
  await builtin("data", "quality", { version: "new" });
  await expect(readInstalledBuiltins(game)).rejects.toMatchObject({
    code: "BAD_ARCHIVE",
    message: expect.stringContaining("quality"),
  });
});
