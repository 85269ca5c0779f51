import type { CommandSpec, Loading } from "../../command/command.ts";

export const LOGOUT = {
  words: ["logout"],
  group: "portal",
  says: "forget what login kept",
  changes: true,
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
