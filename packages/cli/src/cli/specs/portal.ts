import { OFFLINE, SERVER_SETTINGS } from "../options.ts";
import type { CommandSpec } from "../spec.ts";

/** The commands that ask the portal, and those about credentials. */
export const PORTAL: readonly CommandSpec[] = [
  {
    words: ["search"],
    group: "portal",
    says: "find mods by words",
    positionals: [{ name: "TEXT", required: true, many: true, says: "what to look for" }],
    options: [
      { name: "factorio", value: "VERSION", says: "for this game version (default: the one of mods.yaml)" },
      { name: "limit", value: "N", says: "how many to show, 1 to 100 (default: 20)" },
    ],
    examples: [{ command: "factorio-lock search train signals", says: "mods about train signals" }],
    load: () => import("../run/search.ts"),
  },
  {
    words: ["info"],
    group: "portal",
    says: "what the portal says of a mod",
    positionals: [{ name: "MOD", required: true, says: "a mod's name", words: "known-mods" }],
    options: [{ name: "releases", says: "show all releases, not only the newest of each game line" }],
    examples: [{ command: "factorio-lock info flib", says: "releases, dependencies, links" }],
    load: () => import("../run/info.ts"),
  },
  {
    words: ["login"],
    group: "portal",
    says: "keep your factorio.com user name and token for downloads",
    about: [
      "Asks for user name and password, and trades them for a token; the password is not kept. With --token-stdin the token of your profile page is read from standard input instead, which works without a terminal.",
    ],
    options: [
      { name: "username", value: "NAME", says: "your user name, not your e-mail address" },
      { name: "token-stdin", says: "read the token from standard input" },
    ],
    examples: [
      { command: "factorio-lock login", says: "asks what it needs" },
      { command: "factorio-lock login --username NAME --token-stdin < token.txt", says: "without a terminal" },
    ],
    changes: true,
    load: () => import("../run/login.ts"),
  },
  {
    words: ["logout"],
    group: "portal",
    says: "forget what login kept",
    changes: true,
    load: () => import("../run/logout.ts"),
  },
  {
    words: ["whoami"],
    group: "portal",
    says: "which credentials are used, and whether the portal takes them",
    options: [OFFLINE, SERVER_SETTINGS],
    load: () => import("../run/whoami.ts"),
  },
];
