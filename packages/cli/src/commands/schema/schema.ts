import { COMMANDS } from "../index.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { SchemaName } from "./names.ts";
import { schemaOf } from "./schemas.ts";

/** The JSON Schema of `mods.yaml` ("manifest"), of `mods.lock` ("lockfile"), or of what `--json` prints ("json"). */
export async function schema(name: SchemaName): Promise<JsonSchema> {
  return schemaOf(name, COMMANDS);
}
