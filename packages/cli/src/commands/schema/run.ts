import type { Runner } from "../../command/command.ts";
import { whole } from "../../report/line.ts";
import type { SCHEMA } from "./command.ts";
import { SCHEMAS, type SchemaName } from "./schemas.ts";

export const run: Runner<typeof SCHEMA> = async (_context, args) => {
  const schema = SCHEMAS[args.words[0] as SchemaName];
  const out = JSON.stringify(schema, null, 2)
    .split("\n")
    .map((row) => whole(row));
  return { data: { schema }, page: { out } };
};
