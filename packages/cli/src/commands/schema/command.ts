import type { CommandSpec, Loading } from "../../command/command.ts";

export const SCHEMA = {
  words: ["schema"],
  group: "more",
  says: "print a JSON Schema: of mods.yaml, mods.lock, or of what --json prints",
  positionals: [
    {
      name: "WHICH",
      required: true,
      says: "manifest, lockfile or json",
      words: ["manifest", "lockfile", "json"],
      closed: true,
    },
  ],
  examples: [{ command: "factorio-lock schema manifest > mods.schema.json", says: "for completion in your editor" }],
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
