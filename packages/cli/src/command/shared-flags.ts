import type { OptionSpec } from "./command.ts";

/** Flags that several commands share, worded once. */
export const DRY_RUN = {
  name: "dry-run",
  summary: "show what would change, and change nothing",
} as const satisfies OptionSpec;
export const OFFLINE = { name: "offline", summary: "use no network at all" } as const satisfies OptionSpec;
export const NO_RECOMMENDED = {
  name: "no-recommended",
  summary: "add no recommended mods",
} as const satisfies OptionSpec;
export const GAME = {
  name: "game",
  value: "DIR",
  summary: "the game's folder: its builtin mods are read from data/*/info.json",
  words: "folders",
} as const satisfies OptionSpec;
/** `--game` of the commands that start the game; `FACTORIO_GAME` is its default. */
export const GAME_PLACE = {
  name: "game",
  value: "DIR",
  summary: "the game's folder, where it is not found by itself (or FACTORIO_GAME)",
  words: "folders",
} as const satisfies OptionSpec;
export const SERVER_SETTINGS = {
  name: "server-settings",
  value: "FILE",
  summary: "a server-settings.json with user name and token",
  words: "files",
} as const satisfies OptionSpec;
export const PLAYER_DATA = {
  name: "player-data",
  value: "FILE",
  summary: "a player-data.json with user name and token",
  words: "files",
} as const satisfies OptionSpec;
export const CONCURRENCY = {
  name: "concurrency",
  value: "N",
  summary: "how many requests at once, 1 to 64",
} as const satisfies OptionSpec;
export const MAX_ARCHIVE = {
  name: "max-archive",
  value: "SIZE",
  summary: "the largest archive that is downloaded, such as 500MB or 3GiB (default: 2GiB)",
} as const satisfies OptionSpec;
export const NO_CHANGELOG = { name: "no-changelog", summary: "leave the changelogs out" } as const satisfies OptionSpec;

export const NO_INSTALL = {
  name: "no-install",
  summary: "write the lockfile only; leave the mod directory alone",
} as const satisfies OptionSpec;
export const NO_LOCK = { name: "no-lock", summary: "edit mods.yaml only" } as const satisfies OptionSpec;
export const LOOSE = {
  name: "loose",
  summary: "ask for these versions or newer ones, instead of exactly these",
} as const satisfies OptionSpec;
export const YES = { name: "yes", summary: "do not ask" } as const satisfies OptionSpec;
export const SETTINGS = {
  name: "settings",
  summary: "take the settings of a mod directory (mod-settings.dat), too",
} as const satisfies OptionSpec;

export const OLDER_THAN = {
  name: "older-than",
  value: "AGE",
  summary: "take no release younger than this, such as 7d, 36h or 2w (or `updates` in mods.yaml)",
} as const satisfies OptionSpec;

/** The flags of the commands that resolve. */
export const RESOLVING = [
  OFFLINE,
  NO_RECOMMENDED,
  OLDER_THAN,
  GAME,
  CONCURRENCY,
] as const satisfies readonly OptionSpec[];

/** The flags of the commands that make the mod directory match the lockfile. */
export const INSTALLING = [
  { name: "copy", summary: "copy mods instead of linking them" },
  { name: "prune", summary: "move mods that are not locked to a folder beside the mod directory" },
  { name: "no-wait", summary: "fail at once when another factorio-lock is busy with the mod directory" },
  MAX_ARCHIVE,
  PLAYER_DATA,
  SERVER_SETTINGS,
] as const satisfies readonly OptionSpec[];
