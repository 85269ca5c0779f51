import { resolve } from "node:path";
import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import type { EXPORT } from "./command.ts";
import { exportMods } from "./export.ts";
import type { ExportFormat } from "./formats/formats.ts";
import { exportPage } from "./page.ts";

export const run: Runner<typeof EXPORT> = async (context, args) => {
  const [format, file] = args.words;
  const data = await exportMods(context, format as ExportFormat, {
    file: file === undefined || file === "-" ? file : resolve(context.cwd, file),
    name: args.text("name"),
    version: args.text("mod-version"),
    title: args.text("title"),
    author: args.text("author"),
    loose: args.flag("loose"),
    mirror: args.text("mirror"),
    since: args.text("since"),
    thumbnails: args.flag("thumbnails"),
    ...networkFlags(context, args),
  });
  return { data, page: exportPage(data) };
};
