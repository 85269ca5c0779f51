import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN } from "../../command/shared-flags.ts";

const VERBS = ["show", "diff", "set", "unset", "export"];

export const SETTINGS_COMMAND = {
  words: ["settings"],
  group: "modpack",
  summary: "the mod settings of mods.yaml and of the mod directory, side by side",
  about: [
    "show: every setting, with its value in mods.yaml and in mod-settings.dat (default).",
    "diff: those that differ; with OTHER, a pack file or another mod-settings.dat, those that differ from that.",
    "set: gives a setting a value in mods.yaml, such as `settings set startup.loud true`. A setting that is a text in the game stays one.",
    "unset: takes it out of mods.yaml. `install` does not take it out of mod-settings.dat.",
    "export: takes what was set in the game into mods.yaml: all that differs, or the settings named.",
  ],
  positionals: [
    { name: "VERB", summary: VERBS.join(", "), words: VERBS, closed: true },
    { name: "ARG", many: true, summary: "SECTION.NAME, with set also VALUE; with diff OTHER" },
  ],
  options: [{ name: "exit-code", summary: "with diff: exit code 5 if settings differ" }, DRY_RUN],
  examples: [
    { command: "factorio-lock settings diff", summary: "what was set in the game and is not in mods.yaml" },
    { command: "factorio-lock settings set startup.some-setting true", summary: "a value for everybody" },
    { command: "factorio-lock settings export", summary: "take over what you set in the game" },
  ],
  changes: false,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
