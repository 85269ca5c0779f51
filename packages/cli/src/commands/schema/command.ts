import type { CommandSpec, Loading } from "../../command/command.ts";
import { SCHEMA_NAMES } from "./names.ts";

export const SCHEMA = {
  words: ["schema"],
  group: "more",
  summary: "print a JSON Schema: of mods.yaml, mods.lock, or of what --json prints",
  positionals: [
    {
      name: "WHICH",
      required: true,
      summary: "manifest, lockfile or json",
      words: SCHEMA_NAMES,
      closed: true,
    },
  ],
  examples: [{ command: "factorio-lock schema manifest > mods.schema.json", summary: "for completion in your editor" }],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
