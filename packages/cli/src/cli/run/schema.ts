import { whole } from "../../report/line.ts";
import { SCHEMAS, type SchemaName } from "../../schemas/index.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (_context, args) => {
  const schema = SCHEMAS[args.words[0] as SchemaName];
  const out = JSON.stringify(schema, null, 2)
    .split("\n")
    .map((row) => whole(row));
  return { data: { schema }, page: { out } };
};
