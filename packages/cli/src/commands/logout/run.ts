import type { Runner } from "../../command/command.ts";
import { line } from "../../report/line.ts";
import type { LOGOUT } from "./command.ts";
import { logout } from "./logout.ts";

export const run: Runner<typeof LOGOUT> = async (context) => {
  const data = await logout(context);
  const out = [line(data.removed ? "Logged out: the login file is gone." : "There was no login file.")];
  return { data, page: { out } };
};
