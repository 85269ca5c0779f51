import type { Runner } from "../../command/command.ts";
import { usageError } from "../../command/usage-error.ts";
import type { INIT } from "./command.ts";
import { init } from "./init.ts";
import { initPage } from "./page.ts";

export const run: Runner<typeof INIT> = async (context, args) => {
  const loose = args.flag("loose");
  if (loose && args.text("from") === undefined) throw usageError("--loose needs --from PATH.");
  const data = await init(context, {
    factorio: args.text("factorio"),
    expansion: args.flag("expansion"),
    from: args.text("from"),
    settings: args.flag("settings"),
    offline: args.flag("offline"),
    loose,
  });
  return { data, page: initPage(data, context.home, context.platform) };
};
