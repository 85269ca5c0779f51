import { portalUrlOf } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import type { LogoutResult } from "./result.ts";

/** Options of `logout`. */
export interface LogoutOptions {
  /** Forget the logins at all portals. */
  readonly all?: boolean;
}

/** Deletes the login at a portal, or at all portals. Credentials in other places are left alone. */
export async function logout(context: Context, options: LogoutOptions = {}): Promise<LogoutResult> {
  const { readLogins, removeLogin } = await import("@factorio-lock/portal");
  const { configDirectory } = context;
  const portal = options.all ? undefined : new URL(await portalUrlOf(context)).origin;
  const { hasNameless } = await readLogins(configDirectory);
  const forgotten = await removeLogin(configDirectory, portal);
  const kept = (await readLogins(configDirectory)).logins.map((login) => login.portal);
  return { portal: portal ?? null, removed: forgotten.length > 0 || hasNameless, forgotten, kept };
}
