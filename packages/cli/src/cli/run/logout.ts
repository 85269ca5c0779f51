import { logout } from "../../commands/logout.ts";
import { line } from "../../report/line.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context) => {
  const data = await logout(context);
  const out = [line(data.removed ? "Logged out: the login file is gone." : "There was no login file.")];
  return { data, page: { out } };
};
