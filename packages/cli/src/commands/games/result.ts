import { GAME_BUILDS } from "@factorio-lock/core";
import { GAME_ORIGINS } from "@factorio-lock/game";
import * as v from "valibot";
import { flag, list, names, object, oneOf, type ResultOf, text } from "../../result/field.ts";
import { modVersions } from "../../result/mod.ts";

const kind = oneOf("A headless server, the game (alpha), or the game with the expansion.", GAME_BUILDS);

const listedGame = object("A game on this machine.", {
  version: text("Its exact version."),
  kind,
  origin: oneOf("Where it comes from.", GAME_ORIGINS),
  directory: text("Its folder, as `--game` takes it."),
  modDirectory: text("Its mod directory."),
  writeFolder: text("The folder of its saves and settings."),
  builtin: modVersions("Its builtin mods."),
});

/** A game on this machine. */
export type ListedGame = ResultOf<typeof listedGame>;

export const games = v.strictObject({ games: list("The games on this machine.", listedGame) });

export type GamesResult = ResultOf<typeof games>;

export const gamesInstall = v.strictObject({
  version: text("Its exact version."),
  kind,
  directory: text("Its folder."),
  sha256: text("The SHA-256 of its archive."),
  present: flag("Whether it was installed already."),
});

export type GamesInstallResult = ResultOf<typeof gamesInstall>;

export const gamesPrune = v.strictObject({
  directory: text("The folder of fetched games."),
  removed: names("The games that were deleted."),
  kept: names("The games that stay."),
});

export type GamesPruneResult = ResultOf<typeof gamesPrune>;
