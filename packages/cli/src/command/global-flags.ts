import type { OptionSpec } from "./command.ts";

/** The flags that every command takes. Source: docs/commands.md, "With every command". */
export const GLOBAL_OPTIONS = [
  { name: "cwd", alias: "C", value: "DIR", summary: "look for mods.yaml from this folder upward", words: "folders" },
  { name: "json", summary: "print one JSON document instead of text" },
  { name: "quiet", alias: "q", summary: "print only what was asked for, and errors" },
  { name: "verbose", alias: "v", summary: "say more" },
  { name: "explain", summary: "the whole proof where no releases fit together" },
  { name: "color", value: "WHEN", summary: "auto, always or never", words: ["auto", "always", "never"], closed: true },
  { name: "portal", value: "URL", summary: "another mod portal, such as your own mirror" },
  { name: "mod-directory", value: "DIR", summary: "the folder that the game reads", words: "folders" },
  { name: "cache-dir", value: "DIR", summary: "where downloads are kept", words: "folders" },
  { name: "insecure", summary: "send your token also to a portal that is asked by plain http" },
  { name: "no-progress", summary: "no progress display" },
  { name: "help", alias: "h", summary: "show help" },
  { name: "version", alias: "V", summary: "show the version" },
] as const satisfies readonly OptionSpec[];
