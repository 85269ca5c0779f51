import type { CommandSpec, Loading } from "../../command/command.ts";

export const LOGIN = {
  words: ["login"],
  group: "portal",
  summary: "keep your factorio.com user name and token for downloads",
  about: [
    "Asks for user name and password, and trades them for a token; the password is not kept. With --token-stdin the token of your profile page is read from standard input instead, which works without a terminal.",
    "The token is kept for the portal that it comes from, the official one or that of --portal, and is sent to no other.",
  ],
  options: [
    { name: "username", value: "NAME", summary: "your user name, not your e-mail address" },
    { name: "token-stdin", summary: "read the token from standard input" },
  ],
  examples: [
    { command: "factorio-lock login", summary: "asks what it needs" },
    { command: "factorio-lock login --username NAME --token-stdin < token.txt", summary: "without a terminal" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
