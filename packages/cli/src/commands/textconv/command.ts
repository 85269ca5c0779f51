import type { CommandSpec, Loading } from "../../command/command.ts";

export const TEXTCONV = {
  words: ["textconv"],
  group: "more",
  summary: "print a mods.lock with a line for each mod, for git's diffs",
  about: ["`git-setup` makes git call it: `git diff` and `git log -p` then show what moved, and nothing else."],
  positionals: [{ name: "FILE", required: true, summary: "a lockfile", words: "files" }],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
