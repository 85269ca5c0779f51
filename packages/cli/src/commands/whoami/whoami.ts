import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import {
  credentialsOf,
  missingHintOf,
  type NetworkOptions,
  type NetworkPlace,
  portalUrlOf,
  withPortal,
} from "../../modpack/services.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { findUpward, MANIFEST_NAME } from "../../project/place.ts";
import { openProject } from "../../project/project.ts";
import type { WhoamiResult } from "./result.ts";

/**
 * Finds the credentials and checks them with the portal.
 *
 * @throws FactorioLockError AUTH_REQUIRED if there are none, AUTH_REJECTED if the portal refuses them, PORTAL_*.
 */
export async function whoami(context: Context, options: NetworkOptions = {}): Promise<WhoamiResult> {
  const portal = new URL(await portalUrlOf(context)).origin;
  const credentials = await credentialsOf(context, { ...options, ...(await placeHere(context)) });
  if (!credentials) {
    throw new FactorioLockError("AUTH_REQUIRED", `No credentials for ${portal} were found.`, {
      hint: await missingHintOf(context),
    });
  }
  const { readLogins } = await import("@factorio-lock/portal");
  const kept = (await readLogins(context.configDirectory)).logins;
  const logins = kept.map((login) => ({ portal: login.portal, username: login.username }));
  const { username, source } = credentials;
  if (options.offline) return { portal, username, source, accepted: null, logins };
  await withPortal(context, options, (client) => client.bookmarks(credentials, { signal: context.signal }));
  return { portal, username, source, accepted: true, logins };
}

/** The mod directory, near which the game keeps credentials; `mods` in this folder if there is no manifest. */
async function placeHere(context: Context): Promise<Pick<NetworkPlace, "modDirectory">> {
  const hasManifest = findUpward(context.cwd, MANIFEST_NAME) !== undefined;
  if (hasManifest) return networkPlace(context, await openProject(context));
  return { modDirectory: context.modDirectory ?? join(context.cwd, "mods") };
}
