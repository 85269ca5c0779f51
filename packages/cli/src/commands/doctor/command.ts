import type { CommandSpec, Loading } from "../../command/command.ts";
import { OFFLINE, PLAYER_DATA, SERVER_SETTINGS } from "../../command/shared-flags.ts";

export const DOCTOR = {
  words: ["doctor"],
  group: "more",
  summary: "check this machine, this modpack and the way to the portal",
  about: [
    "Exit code 1 when something is wrong. With --verbose it also lists the libraries that the executable holds copies of.",
  ],
  options: [OFFLINE, PLAYER_DATA, SERVER_SETTINGS],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
