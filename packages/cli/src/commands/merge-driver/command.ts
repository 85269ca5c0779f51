import type { CommandSpec, Loading } from "../../command/command.ts";
import { OFFLINE } from "../../command/shared-flags.ts";

export const MERGE_DRIVER = {
  words: ["merge-driver"],
  group: "more",
  summary: "merge three versions of a mods.yaml or mods.lock, for git",
  about: [
    "`git-setup` makes git call it. The result is written to OURS; after exit code 1 that has git's usual conflict in it, which `factorio-lock lock` can resolve for a mods.lock.",
    "The requirements come from the three lockfiles, because git shows no merged mods.yaml yet; the mod portal is asked. Without it a conflict is left.",
  ],
  positionals: [
    { name: "BASE", required: true, summary: "what both sides started from", words: "files" },
    { name: "OURS", required: true, summary: "our side, and the result", words: "files" },
    { name: "THEIRS", required: true, summary: "their side", words: "files" },
    { name: "PATH", summary: "the file's place in the repository", words: "files" },
  ],
  options: [OFFLINE],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
