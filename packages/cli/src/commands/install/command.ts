import type { CommandSpec, Loading } from "../../command/command.ts";
import {
  CONCURRENCY,
  DRY_RUN,
  GAME,
  INSTALLING,
  NO_RECOMMENDED,
  OFFLINE,
  OLDER_THAN,
} from "../../command/shared-flags.ts";

export const INSTALL = {
  words: ["install"],
  group: "modpack",
  summary: "lock if needed, download, verify, make the mod directory match",
  about: [
    "With CI set in the environment and a mods.lock present, `install` means `install --locked`.",
    "With --frozen, a folder with only a mods.lock is enough: nothing else is read.",
  ],
  options: [
    { name: "locked", summary: "fail with exit code 5 if mods.lock would change" },
    { name: "frozen", summary: "install mods.lock as it is; ask the portal only for archives" },
    OFFLINE,
    DRY_RUN,
    NO_RECOMMENDED,
    OLDER_THAN,
    GAME,
    CONCURRENCY,
    ...INSTALLING,
  ],
  examples: [
    { command: "factorio-lock install", summary: "after every `git pull`" },
    { command: "factorio-lock install --frozen", summary: "on a server, at every start" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
