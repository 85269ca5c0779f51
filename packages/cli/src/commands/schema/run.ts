import type { Runner } from "../../command/command.ts";
import { whole } from "../../report/line.ts";
import type { SCHEMA } from "./command.ts";
import type { SchemaName } from "./names.ts";

export const run: Runner<typeof SCHEMA> = async (_context, args, { commands }) => {
  const { schemaOf } = await import("./schemas.ts");
  const schema = await schemaOf(args.words[0] as SchemaName, commands);
  const out = JSON.stringify(schema, null, 2)
    .split("\n")
    .map((row) => whole(row));
  return { data: { schema }, page: { out } };
};
