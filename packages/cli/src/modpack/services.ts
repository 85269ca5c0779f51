import { createHash } from "node:crypto";
import { join } from "node:path";
import type { GameLine } from "@factorio-lock/core";
import type { Store } from "@factorio-lock/fetcher";
import type { Credentials, Metadata, Portal } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";
import { VERSION } from "../version.ts";

/** Options for network access. */
export interface NetworkOptions {
  /** Use no network at all. */
  readonly offline?: boolean | undefined;
  /** How many requests at once. */
  readonly concurrency?: number | undefined;
  /** The maximum size of an archive, in bytes. */
  readonly maxArchive?: number | undefined;
  /** A player-data.json with credentials. Absolute. */
  readonly playerData?: string | undefined;
  /** A server-settings.json with credentials. Absolute. */
  readonly serverSettings?: string | undefined;
}

/** Network options, with what the modpack adds to them. */
export interface NetworkPlace extends NetworkOptions {
  /** The mod directory, near which the game keeps credentials. */
  readonly modDirectory?: string;
  /** The modpack's game line, which makes refreshing metadata cheaper. */
  readonly line?: GameLine;
}

/**
 * The folder of the portals' cached answers. Like the archives it is inside a versioned folder of our own, so that it can be
 * deleted without harm to other files in a folder given by `--cache-dir`.
 */
export function metadataRoot(context: Context): string {
  return join(context.cacheDirectory, "v1", "metadata");
}

/** The folder of one portal's answers: each has its own, so that none can supply answers for another. */
function metadataDirectory(context: Context): string {
  const { portalUrl } = context;
  if (portalUrl === undefined) return join(metadataRoot(context), "mods.factorio.com");
  return join(metadataRoot(context), createHash("sha256").update(portalUrl).digest("hex").slice(0, 16));
}

/** Opens the store. */
export async function openArchives(context: Context): Promise<Store> {
  const { openStore } = await import("@factorio-lock/fetcher");
  return openStore(context.cacheDirectory);
}

/** Opens the portal, hands it to `use`, and closes it. */
export async function withPortal<T>(
  context: Context,
  options: NetworkPlace,
  use: (portal: Portal) => Promise<T>,
): Promise<T> {
  const { createPortal } = await import("@factorio-lock/portal");
  const portal = createPortal({
    ...(context.portalUrl === undefined ? {} : { url: context.portalUrl }),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    credentials: () => credentialsOf(context, options),
    missingHint: () => missingHintOf(context),
    insecure: await isInsecureAllowed(context),
    env: context.env,
    userAgent: `factorio-lock/${VERSION}`,
  });
  try {
    return await use(portal);
  } finally {
    await portal.close();
  }
}

/** Opens the metadata cache, with the portal behind it unless offline, and hands both to `use`. */
export async function withMetadata<T>(
  context: Context,
  options: NetworkPlace,
  use: (metadata: Metadata, portal: Portal) => Promise<T>,
): Promise<T> {
  const { openMetadata } = await import("@factorio-lock/portal");
  return withPortal(context, options, (portal) => {
    const metadata = openMetadata({
      portal,
      directory: metadataDirectory(context),
      offline: options.offline ?? false,
      signal: context.signal,
      ...(options.line ? { line: options.line } : {}),
    });
    return use(metadata, portal);
  });
}

/** Where credentials are looked for, as flags name it. */
type CredentialPlace = Pick<NetworkPlace, "modDirectory" | "playerData" | "serverSettings">;

/** The address of the portal that is used. */
export async function portalUrlOf({ portalUrl }: Context): Promise<string> {
  return portalUrl ?? (await import("@factorio-lock/portal")).OFFICIAL_PORTAL;
}

/** The credentials for the portal that is used. Source: docs/security.md, "Credentials". */
export async function credentialsOf(context: Context, options: CredentialPlace): Promise<Credentials | undefined> {
  const { findCredentials } = await import("@factorio-lock/portal");
  const { env, platform, home, configDirectory, redactor } = context;
  const modDirectory = options.modDirectory ?? context.modDirectory ?? join(context.cwd, "mods");
  const { playerData, serverSettings } = options;
  return findCredentials({
    portal: await portalUrlOf(context),
    env,
    platform,
    home,
    configDirectory,
    redactor,
    modDirectory,
    ...(playerData === undefined ? {} : { playerData }),
    ...(serverSettings === undefined ? {} : { serverSettings }),
  });
}

/** Why there are no credentials for the portal that is used, as a hint. */
export async function missingHintOf(context: Context): Promise<string> {
  const { missingHint } = await import("@factorio-lock/portal");
  return missingHint({ ...context, portal: await portalUrlOf(context) });
}

/** Whether the user allows plain http for the portal: by the flag, or by its origin in `FACTORIO_LOCK_INSECURE`. */
async function isInsecureAllowed(context: Context): Promise<boolean> {
  if (context.insecure) return true;
  const { origin } = new URL(await portalUrlOf(context));
  const allowed = (context.env["FACTORIO_LOCK_INSECURE"] ?? "").split(/[\s,]+/);
  return allowed.some((entry) => URL.canParse(entry) && new URL(entry).origin === origin);
}
