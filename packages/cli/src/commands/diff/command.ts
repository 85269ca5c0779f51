import type { CommandSpec, Loading } from "../../command/command.ts";
import { NO_CHANGELOG, OFFLINE } from "../../command/shared-flags.ts";

export const DIFF = {
  words: ["diff"],
  group: "look",
  says: "what changed between two lockfiles or git revisions, with changelogs",
  about: [
    "OLD and NEW are files or git revisions. Without NEW: the mods.lock that lies here. Without OLD: HEAD.",
    "Settings are compared where both sides have a mods.yaml: git revisions, and files named mods.lock with one beside them.",
  ],
  positionals: [
    { name: "OLD", says: "a lockfile or git revision (default: HEAD)", words: "files" },
    { name: "NEW", says: "a lockfile or git revision (default: mods.lock)", words: "files" },
  ],
  options: [{ name: "markdown", says: "print Markdown, for a pull request" }, NO_CHANGELOG, OFFLINE],
  examples: [
    { command: "factorio-lock diff HEAD~1", says: "since the commit before the last" },
    { command: "factorio-lock diff main --markdown", says: "for a pull request" },
  ],
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
