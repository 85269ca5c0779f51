import type { CommandSpec, Loading } from "../../command/command.ts";
import { TOPIC_NAMES } from "../../help/names.ts";

export const HELP = {
  words: ["help"],
  group: "more",
  summary: "explain a command or a topic",
  positionals: [
    { name: "TOPIC", many: true, summary: `a command, or one of: ${TOPIC_NAMES.join(", ")}`, words: TOPIC_NAMES },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
