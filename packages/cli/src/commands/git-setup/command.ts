import type { CommandSpec, Loading } from "../../command/command.ts";

export const GIT_SETUP = {
  words: ["git-setup"],
  group: "more",
  summary: "let git merge and show mods.yaml and mods.lock by mods, in this repository",
  about: [
    "Writes two things: in this clone's own settings, how git calls factorio-lock; and beside mods.yaml, in .gitattributes, for which files. Commit .gitattributes; whoever clones the repository runs this once too, because git takes no commands from a repository.",
    "Branches that add different mods then merge without a conflict: mods.yaml by its mods, with comments kept, and mods.lock by solving again for what both sides ask. If both sides changed the same mod, or no releases fit together, git's usual conflict is left.",
  ],
  examples: [{ command: "factorio-lock git-setup", summary: "once in each clone" }],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
