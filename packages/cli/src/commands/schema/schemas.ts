import type { CommandSpec } from "../../command/command.ts";
import type { JsonSchema } from "./json-schema.ts";
import { lockfileSchema } from "./lockfile.ts";
import { manifestSchema } from "./manifest.ts";
import type { SchemaName } from "./names.ts";

/** The JSON Schema of a name, with the documents of these commands. */
export async function schemaOf(name: SchemaName, commands: readonly CommandSpec[]): Promise<JsonSchema> {
  switch (name) {
    case "manifest":
      return manifestSchema;
    case "lockfile":
      return lockfileSchema;
    case "json":
      return (await import("./output.ts")).outputSchema(commands);
  }
}
