import { resolve } from "node:path";
import { openFolder } from "./folder/folder-catalog.ts";
import type { FolderEvent } from "./folder/folder-event.ts";
import { throwIfInterrupted } from "./interrupted.ts";
import { packFolder } from "./pages/pack.ts";
import { type Mirror, type ServeOptions, serveCatalog } from "./server/mirror.ts";
import { openUpstream, type UpstreamOptions } from "./upstream/upstream-catalog.ts";
import type { Credentials } from "./users/credentials.ts";

/** Options of `startMirror`. */
export interface MirrorOptions extends ServeOptions {
  /** The folder of mod archives. */
  readonly directory: string;
  /** The address of an upstream portal. Archives that the folder lacks are pulled from there and kept. */
  readonly upstream?: string;
  /** The account for pulling archives; by default each client's own credentials are passed on. */
  readonly upstreamCredentials?: Credentials;
  /** How old answers of the upstream portal may be, and options for its client. */
  readonly upstreamTuning?: Pick<UpstreamOptions, "freshness" | "maxBytes" | "portal">;
  /** A folder of lockfiles to show as packs: `NAME.lock`, or `NAME/mods.lock`. */
  readonly packs?: string;
  /** How long a file must be unchanged before it is read, in milliseconds. Default 300. */
  readonly settle?: number;
  readonly onEvent?: (event: FolderEvent) => void;
  /** Has an effect until the mirror listens; after that use `Mirror.close`. */
  readonly signal?: AbortSignal;
}

/**
 * Serves a folder of mod archives as the Mod API. Without a users file everyone who can reach it may download. Source:
 * docs/mirror.md, "Who may download".
 *
 * @throws FactorioLockError `FAILED` if the folder cannot be read or the server cannot listen on the address; `USAGE`
 *   if the users file or the upstream address is invalid; `INTERRUPTED` if the signal aborts
 */
export async function startMirror(options: MirrorOptions): Promise<Mirror> {
  const {
    directory,
    upstream,
    upstreamCredentials,
    upstreamTuning,
    packs,
    settle,
    onEvent = () => {},
    signal,
    ...rest
  } = options;
  const onTrouble = (message: string): void => {
    onEvent({ kind: "trouble", message });
    rest.onTrouble?.(message);
  };
  const folder = await openFolder(directory, { onEvent, signal, ...(settle === undefined ? {} : { settle }) });
  try {
    throwIfInterrupted(signal);
    const site = {
      folder,
      directory: resolve(directory),
      ...(packs === undefined ? {} : { packs: await packFolder(packs) }),
      ...(upstream === undefined || !URL.canParse(upstream) ? {} : { upstream: new URL(upstream).origin }),
    };
    const serve = { anonymous: true, ...rest, onTrouble, site };
    if (upstream === undefined) return await serveCatalog(folder, serve);
    const catalog = await openUpstream(folder, {
      directory,
      url: upstream,
      ...(upstreamCredentials === undefined ? {} : { credentials: upstreamCredentials }),
      ...upstreamTuning,
      onTrouble,
    });
    return await serveCatalog(catalog, serve);
  } catch (error) {
    await folder.close();
    throw error;
  }
}
