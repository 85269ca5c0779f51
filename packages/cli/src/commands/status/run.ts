import type { Runner } from "../../command/command.ts";
import type { STATUS } from "./command.ts";
import { statusPage } from "./page.ts";
import { status } from "./status.ts";

export const run: Runner<typeof STATUS> = async (context) => {
  const data = await status(context);
  return { data, page: statusPage(data) };
};
