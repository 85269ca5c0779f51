import type { OptionSpec } from "./spec.ts";

/** Flags that several commands share, worded once. */
export const DRY_RUN: OptionSpec = { name: "dry-run", says: "show what would change, and change nothing" };
export const OFFLINE: OptionSpec = { name: "offline", says: "use no network at all" };
export const NO_RECOMMENDED: OptionSpec = { name: "no-recommended", says: "add no recommended mods" };
export const GAME: OptionSpec = {
  name: "game",
  value: "DIR",
  says: "the game's folder: its builtin mods are read from data/*/info.json",
  words: "folders",
};
export const SERVER_SETTINGS: OptionSpec = {
  name: "server-settings",
  value: "FILE",
  says: "a server-settings.json with user name and token",
  words: "files",
};
export const CONCURRENCY: OptionSpec = { name: "concurrency", value: "N", says: "how many requests at once, 1 to 64" };
export const NO_CHANGELOG: OptionSpec = { name: "no-changelog", says: "leave the changelogs out" };

/** The flags of everything that resolves. */
export const RESOLVING: readonly OptionSpec[] = [OFFLINE, NO_RECOMMENDED, GAME, CONCURRENCY];

/** The flags of everything that makes the mod directory match. */
export const INSTALLING: readonly OptionSpec[] = [
  { name: "copy", says: "copy mods instead of linking them" },
  { name: "prune", says: "move mods that are not locked to a folder beside the mod directory" },
  { name: "no-wait", says: "fail at once when another factorio-lock is busy with the mod directory" },
  SERVER_SETTINGS,
];
