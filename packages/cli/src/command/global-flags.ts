import type { OptionSpec } from "./command.ts";

/** The flags that every command takes. Source: contract section 5. */
export const GLOBAL_OPTIONS = [
  { name: "cwd", alias: "C", value: "DIR", says: "look for mods.yaml from this folder upward", words: "folders" },
  { name: "json", says: "print one JSON document instead of text" },
  { name: "quiet", alias: "q", says: "print only what was asked for, and errors" },
  { name: "verbose", alias: "v", says: "say more" },
  { name: "color", value: "WHEN", says: "auto, always or never", words: ["auto", "always", "never"], closed: true },
  { name: "portal", value: "URL", says: "another mod portal, such as your own mirror" },
  { name: "mod-directory", value: "DIR", says: "the folder that the game reads", words: "folders" },
  { name: "cache-dir", value: "DIR", says: "where downloads are kept", words: "folders" },
  { name: "insecure", says: "send your token also to a portal that is asked by plain http" },
  { name: "no-progress", says: "no progress display" },
  { name: "help", alias: "h", says: "show help" },
  { name: "version", alias: "V", says: "show the version" },
] as const satisfies readonly OptionSpec[];
