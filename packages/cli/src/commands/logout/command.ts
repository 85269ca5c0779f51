import type { CommandSpec, Loading } from "../../command/command.ts";

export const LOGOUT = {
  words: ["logout"],
  group: "portal",
  summary: "forget what login kept for a portal",
  about: ["For the official portal or that of --portal; with --all for every portal."],
  options: [{ name: "all", summary: "forget the logins at all portals" }],
  examples: [{ command: "factorio-lock logout --all", summary: "leave no login on this machine" }],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
