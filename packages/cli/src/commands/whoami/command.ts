import type { CommandSpec, Loading } from "../../command/command.ts";
import { OFFLINE, PLAYER_DATA, SERVER_SETTINGS } from "../../command/shared-flags.ts";

export const WHOAMI = {
  words: ["whoami"],
  group: "portal",
  summary: "which credentials are used, and whether the portal accepts them",
  options: [OFFLINE, PLAYER_DATA, SERVER_SETTINGS],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
