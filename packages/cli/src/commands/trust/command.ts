import type { CommandSpec, Loading } from "../../command/command.ts";

export const TRUST = {
  words: ["trust"],
  group: "modpack",
  summary: "allow this modpack what it names outside its own folder",
  about: [
    "A modpack may come from anybody, and mods are code that the game runs. So its mods.yaml decides nothing outside its own folder: a modDirectory elsewhere, or one that a link leads to, is used only if you say so on this machine. `set modDirectory` says it as well, and --mod-directory or FACTORIO_MOD_DIRECTORY for one run.",
    "The same holds for a mods.yaml that is itself a link to a file elsewhere, before it is changed, and for a followed pack (pack.from) at an address in your own network, before it is fetched.",
    "It is remembered for this modpack and this folder, file or address, outside the modpack. When mods.yaml names another one, that needs trust again.",
  ],
  examples: [{ command: "factorio-lock trust", summary: "after you have looked at mods.yaml" }],
  changes: true,
  load: (): Loading => import("./run.ts").then(({ trusted }) => ({ run: trusted })),
  result: async () => ({ result: (await import("./result.ts")).trust }),
} as const satisfies CommandSpec;

export const UNTRUST = {
  words: ["untrust"],
  group: "modpack",
  summary: "forget what `trust` allowed this modpack",
  changes: true,
  load: (): Loading => import("./run.ts").then(({ untrusted }) => ({ run: untrusted })),
  result: async () => ({ result: (await import("./result.ts")).untrust }),
} as const satisfies CommandSpec;
