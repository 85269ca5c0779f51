import { init } from "../../commands/init.ts";
import { initPage } from "../../report/init.ts";
import { pathFlag } from "../flags.ts";
import type { Runner } from "../spec.ts";
import { usage } from "../usage.ts";

export const run: Runner = async (context, args) => {
  const loose = args.flag("loose");
  if (loose && args.text("from") === undefined) throw usage("--loose goes with --from PATH.");
  const data = await init(context, {
    factorio: args.text("factorio"),
    expansion: args.flag("expansion"),
    from: pathFlag(context, args, "from"),
    loose,
  });
  return { data, page: initPage(data, context.home) };
};
