import { CONCURRENCY, GAME, NO_CHANGELOG, NO_RECOMMENDED, OFFLINE } from "../options.ts";
import type { CommandSpec } from "../spec.ts";

const EXPORT_FORMATS = ["mod-list", "metapackage", "markdown", "clusterio"];

/** The commands that read a modpack. */
export const LOOK: readonly CommandSpec[] = [
  {
    words: ["outdated"],
    group: "look",
    says: "what could be newer, and what holds it back",
    options: [
      { name: "exit-code", says: "exit code 5 when a newer release fits" },
      OFFLINE,
      NO_RECOMMENDED,
      GAME,
      CONCURRENCY,
    ],
    examples: [{ command: "factorio-lock outdated", says: "before an evening of updates" }],
    load: () => import("../run/outdated.ts"),
  },
  {
    words: ["tree"],
    group: "look",
    says: "the locked mods and who needs whom",
    positionals: [{ name: "MOD", many: true, says: "start from these mods", words: "locked-mods" }],
    options: [
      { name: "optional", says: "also show optional and recommended mods that are absent" },
      { name: "depth", value: "N", says: "show only so many levels" },
    ],
    load: () => import("../run/tree.ts"),
  },
  {
    words: ["why"],
    group: "look",
    says: "why a mod is there, up to mods.yaml",
    positionals: [{ name: "MOD", required: true, says: "a locked mod", words: "locked-mods" }],
    examples: [{ command: "factorio-lock why flib", says: "who needs it" }],
    load: () => import("../run/why.ts"),
  },
  {
    words: ["list"],
    group: "look",
    says: "the locked mods, one a line, in load order with --load-order",
    options: [{ name: "load-order", says: "in the order in which the game loads them" }],
    load: () => import("../run/list.ts"),
  },
  {
    words: ["diff"],
    group: "look",
    says: "what changed between two lockfiles or git revisions, with changelogs",
    about: ["OLD and NEW are files or git revisions. Without NEW: the mods.lock that lies here. Without OLD: HEAD."],
    positionals: [
      { name: "OLD", says: "a lockfile or git revision (default: HEAD)", words: "files" },
      { name: "NEW", says: "a lockfile or git revision (default: mods.lock)", words: "files" },
    ],
    options: [{ name: "markdown", says: "print Markdown, for a pull request" }, NO_CHANGELOG, OFFLINE],
    examples: [
      { command: "factorio-lock diff HEAD~1", says: "since the commit before the last" },
      { command: "factorio-lock diff main --markdown", says: "for a pull request" },
    ],
    load: () => import("../run/diff.ts"),
  },
  {
    words: ["export"],
    group: "look",
    says: "the locked mods in the format of the game or of another program",
    about: [
      "mod-list: the game's mod-list.json, with versions.",
      "metapackage: the zip of a mod that needs every locked mod at exactly its version, as modpacks are shared on the mod portal.",
      "markdown: a table for a forum or a README.",
      "clusterio: a mod pack for Clusterio, in one word, with the settings of mods.yaml.",
      "Without FILE it is printed; a metapackage goes to NAME_VERSION.zip.",
    ],
    positionals: [
      { name: "FORMAT", required: true, says: EXPORT_FORMATS.join(", "), words: EXPORT_FORMATS, closed: true },
      { name: "FILE", says: "the file to write", words: "files" },
    ],
    options: [
      { name: "name", value: "NAME", says: "the mod's name (default: that of the modpack's folder)" },
      { name: "mod-version", value: "VERSION", says: "the mod's version (default: 1.0.0)" },
      { name: "title", value: "TEXT", says: "the title that players see (default: the name)" },
      { name: "author", value: "NAME", says: "the mod's author (default: unknown)" },
    ],
    examples: [
      { command: "factorio-lock export markdown", says: "a table to paste" },
      { command: "factorio-lock export metapackage --name friday-pack --author me", says: "a mod to share" },
    ],
    load: () => import("../run/export.ts"),
  },
  {
    words: ["verify"],
    group: "look",
    says: "check the mod directory against mods.lock, by hash",
    about: [
      "Exit code 5 when something is missing, damaged, switched wrongly, or not locked and enabled. Mods that are not locked and are switched off are only counted.",
      "What was installed with --game is verified with --game: it tells which builtin mods there are to switch.",
    ],
    options: [GAME],
    load: () => import("../run/verify.ts"),
  },
];
