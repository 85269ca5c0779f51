import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { credentialsOf, type NetworkOptions, type NetworkPlace, withPortal } from "../../modpack/services.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { findUpward, MANIFEST_NAME } from "../../project/place.ts";
import { openProject } from "../../project/project.ts";

/** Whose credentials are used. */
export interface WhoamiResult {
  readonly username: string;
  /** Where they were found. */
  readonly source: string;
  /** Whether the portal took them; null offline, where it was not asked. */
  readonly accepted: boolean | null;
}

/** @throws FactorioLockError AUTH_REQUIRED where there are none, AUTH_REJECTED where the portal refuses, PORTAL_*. */
export async function whoami(context: Context, options: NetworkOptions = {}): Promise<WhoamiResult> {
  const credentials = await credentialsOf(context, { ...options, ...(await placeHere(context)) });
  if (!credentials) {
    throw new FactorioLockError("AUTH_REQUIRED", "No credentials were found.", {
      hint: "run `factorio-lock login`; `factorio-lock help credentials` tells the other ways.",
    });
  }
  const { username, source } = credentials;
  if (options.offline) return { username, source, accepted: null };
  await withPortal(context, options, (portal) => portal.bookmarks(credentials, { signal: context.signal }));
  return { username, source, accepted: true };
}

/** The mod directory, near which the game keeps credentials; also where there is no manifest. */
async function placeHere(context: Context): Promise<Pick<NetworkPlace, "modDirectory">> {
  const there = findUpward(context.cwd, MANIFEST_NAME) !== undefined;
  if (there) return networkPlace(context, await openProject(context));
  return { modDirectory: context.modDirectory ?? join(context.cwd, "mods") };
}
