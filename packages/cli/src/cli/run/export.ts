import { resolve } from "node:path";
import { type ExportFormat, exportMods } from "../../commands/export.ts";
import { exportPage } from "../../report/export.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const [format, file] = args.words;
  const data = await exportMods(context, format as ExportFormat, {
    file: file === undefined ? undefined : resolve(context.cwd, file),
    name: args.text("name"),
    version: args.text("mod-version"),
    title: args.text("title"),
    author: args.text("author"),
  });
  return { data, page: exportPage(data) };
};
