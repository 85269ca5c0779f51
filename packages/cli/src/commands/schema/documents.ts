import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { CommandSpec, ResultModule } from "../../command/command.ts";
import type { JsonSchema } from "./json-schema.ts";

/** Schemas by the names that others refer to. */
type Definitions = Readonly<Record<string, GenericSchema>>;

/** A JSON Schema, and those that it refers to. */
export interface WithDefinitions {
  readonly schema: JsonSchema;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

/** The JSON Schema of a command's data: its document without the common fields. */
export async function documentOf(
  command: Pick<CommandSpec, "result">,
  shared: Definitions = {},
): Promise<WithDefinitions> {
  return jsonSchemaOf(await command.result(), shared);
}

/** The JSON Schema of a declared result. It refers to the shared schemas instead of repeating them. */
export function jsonSchemaOf({ result, definitions = {} }: ResultModule, shared: Definitions = {}): WithDefinitions {
  const converted = toJsonSchema(result, { definitions: { ...shared, ...definitions }, target: "draft-2020-12" });
  const {
    $schema: _,
    $defs = {},
    ...schema
  } = converted as JsonSchema & Partial<{ $defs: Record<string, JsonSchema> }>;
  return { schema, definitions: $defs };
}
