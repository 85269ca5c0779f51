import type { CommandSpec, Loading } from "../../command/command.ts";
import { NO_CHANGELOG, OFFLINE } from "../../command/shared-flags.ts";

export const DIFF = {
  words: ["diff"],
  group: "look",
  summary: "what changed between two lockfiles or git revisions, with changelogs",
  about: [
    "OLD and NEW are files or git revisions. Without NEW: the mods.lock here. Without OLD: HEAD.",
    "Settings are compared if both sides have a mods.yaml: git revisions, and files named mods.lock with one beside them.",
  ],
  positionals: [
    { name: "OLD", summary: "a lockfile or git revision (default: HEAD)", words: "files" },
    { name: "NEW", summary: "a lockfile or git revision (default: mods.lock)", words: "files" },
  ],
  options: [
    { name: "markdown", summary: "print Markdown, for a pull request" },
    { name: "changelog-txt", summary: "print a section for the changelog.txt of a metapackage, in the game's format" },
    NO_CHANGELOG,
    OFFLINE,
  ],
  examples: [
    { command: "factorio-lock diff HEAD~1", summary: "since the commit before the last" },
    { command: "factorio-lock diff main --markdown", summary: "for a pull request" },
    { command: "factorio-lock diff v1.3.0 --changelog-txt", summary: "for the mod portal" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
