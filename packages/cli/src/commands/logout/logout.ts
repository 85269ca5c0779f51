import type { Context } from "../../project/context.ts";

/** What `logout` did. */
export interface LogoutResult {
  /** Whether there was a login file. */
  readonly removed: boolean;
}

/** Deletes the login file. Other places of credentials are left alone. */
export async function logout(context: Context): Promise<LogoutResult> {
  const { removeLogin } = await import("@factorio-lock/portal");
  return { removed: await removeLogin(context.configDirectory) };
}
