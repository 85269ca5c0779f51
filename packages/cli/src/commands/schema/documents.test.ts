import { expect, test } from "vitest";
import { COMMANDS } from "../index.ts";
import { documentOf } from "./documents.ts";
import type { JsonSchema } from "./json-schema.ts";
import { schema } from "./schema.ts";

/** The fields that a schema describes, however deep, by their paths; each with its own schema. */
function fieldsOf(schema: JsonSchema, path = ""): (readonly [string, JsonSchema])[] {
  const { properties = {}, items, anyOf = [], additionalProperties } = schema;
  const within = [...[items, additionalProperties].filter((one) => typeof one === "object"), ...(anyOf as unknown[])];
  return [
    ...Object.entries(properties as Record<string, JsonSchema>).flatMap(([key, field]) => [
      [`${path}.${key}`, field] as const,
      ...fieldsOf(field, `${path}.${key}`),
    ]),
    ...within.flatMap((one) => fieldsOf(one as JsonSchema, path)),
  ];
}

/** The type of a field in short. */
function typeOf({ type, enum: values, const: value, anyOf, $ref, items }: JsonSchema): string {
  if (typeof $ref === "string") return $ref.replace("#/$defs/", "");
  if (Array.isArray(values)) return values.join(" ");
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(anyOf)) return anyOf.map((one) => typeOf(one as JsonSchema)).join(" or ");
  return type === "array" ? `${typeOf(items as JsonSchema)}[]` : String(type);
}

const documents = await Promise.all(
  COMMANDS.map(async (command) => ({ words: command.words.join(" "), ...(await documentOf(command)) })),
);

test.each(documents)("every field of the document of $words has a description", ({ schema, definitions }) => {
  const fields = [schema, ...Object.values(definitions)].flatMap((one) => fieldsOf(one));
  expect(fields.length).toBeGreaterThan(0);
  const bare = fields.filter(
    ([, field]) => typeof field["description"] !== "string" && !String(field["$ref"]).startsWith("#/$defs/"),
  );
  expect(bare.map(([path]) => path)).toEqual([]);
});

test("a description is a sentence or two, and ends as one", async () => {
  const wrong = fieldsOf(await schema("json"))
    .map(([path, { description }]) => [path, description] as const)
    .filter(([, text]) => typeof text === "string" && !/[.…]$/.test(text));
  expect(wrong).toEqual([]);
});

test("the fields of each document are these", () => {
  const lines = documents.flatMap(({ words, schema, definitions }) =>
    [schema, ...Object.values(definitions)].flatMap((one) =>
      fieldsOf(one).map(([path, field]) => `${words}${path}: ${typeOf(field)}`),
    ),
  );
  expect(lines.join("\n")).toMatchSnapshot();
});
