import type { CommandSpec, Loading } from "../../command/command.ts";

export const CACHE_DIR = {
  words: ["cache", "dir"],
  group: "machine",
  summary: "where downloads are kept",
  load: (): Loading => import("./run.ts").then(({ dir }) => ({ run: dir })),
  result: async () => ({ result: (await import("./result.ts")).dir }),
} as const satisfies CommandSpec;

export const CACHE_SIZE = {
  words: ["cache", "size"],
  group: "machine",
  summary: "how much is kept",
  load: (): Loading => import("./run.ts").then(({ size }) => ({ run: size })),
  result: async () => ({ result: (await import("./result.ts")).size }),
} as const satisfies CommandSpec;

export const CACHE_PRUNE = {
  words: ["cache", "prune"],
  group: "machine",
  summary: "delete archives that neither the lockfiles given nor a recent undo need",
  about: ["The archives of the mods.lock found from this folder upward are kept, and those of every lockfile named."],
  positionals: [{ name: "LOCKFILE", many: true, summary: "a lockfile whose archives stay", words: "files" }],
  changes: true,
  load: (): Loading => import("./run.ts").then(({ prune }) => ({ run: prune })),
  result: async () => ({ result: (await import("./result.ts")).swept }),
} as const satisfies CommandSpec;

export const CACHE_VERIFY = {
  words: ["cache", "verify"],
  group: "machine",
  summary: "hash every archive that is kept, and delete the damaged",
  load: (): Loading => import("./run.ts").then(({ verify }) => ({ run: verify })),
  result: async () => ({ result: (await import("./result.ts")).verified }),
} as const satisfies CommandSpec;

export const CACHE_CLEAN = {
  words: ["cache", "clean"],
  group: "machine",
  summary: "delete all that is kept",
  changes: true,
  load: (): Loading => import("./run.ts").then(({ clean }) => ({ run: clean })),
  result: async () => ({ result: (await import("./result.ts")).swept }),
} as const satisfies CommandSpec;
