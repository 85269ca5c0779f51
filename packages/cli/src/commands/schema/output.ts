import * as v from "valibot";
import type { CommandSpec } from "../../command/command.ts";
import { directory, heldBack, leftOut, modChange } from "../../result/change.ts";
import { changelogs } from "../../result/changelog.ts";
import { failure } from "../../result/failure.ts";
import { flag, text } from "../../result/field.ts";
import { takenFrom } from "../../result/source.ts";
import { warnings } from "../../result/warning.ts";
import { documentOf, jsonSchemaOf } from "./documents.ts";
import { DIALECT, type JsonSchema } from "./json-schema.ts";

/** The schemas that many documents share, by their names in `$defs`. */
const SHARED = { changelogs, directory, failure, heldBack, leftOut, modChange, takenFrom, warnings };

const SCHEMA_VERSION = v.pipe(v.literal(1), v.description("The version of this format."));

const OK = flag("Whether the command succeeded; with false there is an `error`.");

/** The first fields of every document. */
const head = v.strictObject({ schemaVersion: SCHEMA_VERSION, command: text("The command's words."), ok: OK });

const failed = v.strictObject({
  ...head.entries,
  ok: v.literal(false),
  error: failure,
  warnings: v.exactOptional(warnings),
});

const version = v.strictObject({ version: text("The version of factorio-lock.") });

/** The schema of `--json`: one document, by command. Source: docs/commands.md, "JSON". */
export async function outputSchema(commands: readonly CommandSpec[]): Promise<JsonSchema> {
  const named = [
    ...commands.map((command) => [command.words.join(" "), command] as const),
    ["version", { result: async () => ({ result: version }) }] as const,
  ];
  const documents = await Promise.all(
    named.map(async ([words, command]) => ({ words, ...(await documentOf(command, SHARED)) })),
  );
  const { type, properties, required } = jsonSchemaOf({ result: head }).schema;
  return {
    $schema: DIALECT,
    title: "What factorio-lock prints with --json",
    $defs: Object.assign({}, ...documents.map(({ definitions }) => definitions)) as JsonSchema,
    type,
    required,
    properties,
    anyOf: [
      ...documents.map(({ words, schema }) => wholeDocument(words, schema)),
      { description: "Any failure.", ...jsonSchemaOf({ result: failed }, SHARED).schema },
    ],
  };
}

/** The schema of a command's document: the common fields and its data, and `error` if it failed with a result. */
function wholeDocument(words: string, data: JsonSchema): JsonSchema {
  const { schema } = jsonSchemaOf(
    {
      result: v.strictObject({ ...head.entries, command: v.literal(words), error: v.exactOptional(failure) }),
    },
    SHARED,
  );
  const alternatives = (data["anyOf"] ?? [data]) as readonly ObjectSchema[];
  const whole = alternatives.map((one) => mergeObjects(schema as ObjectSchema, one));
  const description = `factorio-lock ${words}`;
  return whole.length === 1 ? { description, ...whole[0] } : { description, anyOf: whole };
}

type ObjectSchema = JsonSchema & {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
};

/** Merges the fields of two objects. */
function mergeObjects(one: ObjectSchema, other: ObjectSchema): JsonSchema {
  return {
    ...one,
    properties: { ...one.properties, ...other.properties },
    required: [...one.required, ...other.required],
  };
}
