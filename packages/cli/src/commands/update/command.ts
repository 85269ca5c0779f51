import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_CHANGELOG, NO_INSTALL, RESOLVING, YES } from "../../command/shared-flags.ts";

export const UPDATE = {
  words: ["update"],
  group: "modpack",
  summary: "move to newer releases, and install",
  about: [
    "All mods, or those named. What moved is shown with its changelog.",
    "If mods.yaml follows a pack (pack.from), and no mod is named, it takes the pack's next version: it shows what changes and asks.",
  ],
  positionals: [{ name: "MOD", many: true, summary: "a locked mod", words: "locked-mods" }],
  options: [
    { name: "precise", value: "VERSION", summary: "move the one mod named to exactly this release" },
    DRY_RUN,
    NO_INSTALL,
    NO_CHANGELOG,
    YES,
    ...RESOLVING,
    ...INSTALLING,
  ],
  examples: [
    { command: "factorio-lock update --dry-run", summary: "see what would move" },
    { command: "factorio-lock update flib", summary: "only one mod" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
