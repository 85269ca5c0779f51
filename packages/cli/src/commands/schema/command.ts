import type { CommandSpec, Loading } from "../../command/command.ts";

export const SCHEMA = {
  words: ["schema"],
  group: "more",
  summary: "print a JSON Schema: of mods.yaml, mods.lock, or of what --json prints",
  positionals: [
    {
      name: "WHICH",
      required: true,
      summary: "manifest, lockfile or json",
      words: ["manifest", "lockfile", "json"],
      closed: true,
    },
  ],
  examples: [{ command: "factorio-lock schema manifest > mods.schema.json", summary: "for completion in your editor" }],
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
