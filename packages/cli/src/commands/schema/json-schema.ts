/** A JSON Schema (draft 2020-12) as data. */
export type JsonSchema = { readonly [key: string]: unknown };

/** The dialect that all schemas here are written in. */
export const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** An object with exactly these properties, all of them required but those named as optional. */
export function exactly(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

/** An array of items. */
export function listOf(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** A schema that also allows null. */
export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "null" }] };
}

export const TEXT: JsonSchema = { type: "string" };
export const FLAG: JsonSchema = { type: "boolean" };
export const COUNT: JsonSchema = { type: "integer", minimum: 0 };
