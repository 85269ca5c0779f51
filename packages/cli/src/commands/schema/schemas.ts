import type { JsonSchema } from "./json-schema.ts";
import { lockfileSchema } from "./lockfile.ts";
import { manifestSchema } from "./manifest.ts";
import { outputSchema } from "./output.ts";

/** The names that `factorio-lock schema` knows. */
export type SchemaName = "manifest" | "lockfile" | "json";

/** The JSON Schemas of the manifest, the lockfile, and what `--json` prints. */
export const SCHEMAS: Readonly<Record<SchemaName, JsonSchema>> = {
  manifest: manifestSchema,
  lockfile: lockfileSchema,
  json: outputSchema,
};
