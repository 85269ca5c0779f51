import { listOf } from "@factorio-lock/core";
import type { Runner } from "../../command/command.ts";
import { line } from "../../report/line.ts";
import type { LOGOUT } from "./command.ts";
import { logout } from "./logout.ts";
import type { LogoutResult } from "./result.ts";

export const run: Runner<typeof LOGOUT> = async (context, args) => {
  const data = await logout(context, { all: args.flag("all") });
  const kept = data.kept.length > 0 ? [line(`Kept: the login at ${listOf(data.kept)}.`)] : [];
  return { data, page: { out: [line(words(data)), ...kept] } };
};

function words({ portal, removed, forgotten }: LogoutResult): string {
  if (forgotten.length > 0) return `Logged out at ${listOf(forgotten)}: the token is gone from this machine.`;
  if (removed) return "Logged out: a login of an older version, for no portal in particular, is gone.";
  return portal === null ? "There was no login." : `There was no login at ${portal}.`;
}
