import { EXIT_CODES } from "../../report/exit-code.ts";
import { DEFINITIONS, DOCUMENTS, WARNINGS } from "./documents.ts";
import { DIALECT, exactly, FLAG, type JsonSchema, listOf, TEXT } from "./json-schema.ts";

const failure: JsonSchema = exactly(
  {
    code: { enum: Object.keys(EXIT_CODES) },
    message: TEXT,
    hint: TEXT,
    causes: listOf(TEXT),
    explanation: listOf(TEXT),
    suggestions: listOf(TEXT),
    exact: { const: false },
  },
  ["hint", "causes", "explanation", "suggestions", "exact"],
);

/** The schema of `--json`: one document, by command. Source: contract section 5. */
export const outputSchema: JsonSchema = {
  $schema: DIALECT,
  title: "What factorio-lock prints with --json",
  $defs: DEFINITIONS,
  type: "object",
  required: ["schemaVersion", "command", "ok"],
  properties: { schemaVersion: { const: 1 }, command: TEXT, ok: FLAG },
  anyOf: [
    ...Object.entries(DOCUMENTS).map(([command, content]) => documentOf(command, content)),
    {
      description: "Any failure.",
      ...exactly(
        { schemaVersion: { const: 1 }, command: TEXT, ok: { const: false }, error: failure, warnings: WARNINGS },
        ["warnings"],
      ),
    },
  ],
};

/** A command's document: its content next to the head; with `error` where there is something to show all the same. */
function documentOf(command: string, content: JsonSchema): JsonSchema {
  const { properties, required } = content as { properties: Record<string, JsonSchema>; required: string[] };
  return {
    description: `factorio-lock ${command}`,
    type: "object",
    properties: { schemaVersion: { const: 1 }, command: { const: command }, ok: FLAG, error: failure, ...properties },
    required: ["schemaVersion", "command", "ok", ...required],
    additionalProperties: false,
  };
}
