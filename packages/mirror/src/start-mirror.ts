import { resolve } from "node:path";
import { openFolder } from "./folder/folder-catalog.ts";
import type { FolderEvent } from "./folder/folder-event.ts";
import { throwIfInterrupted } from "./interrupted.ts";
import { packFolder } from "./pages/pack.ts";
import { type Mirror, type ServeOptions, serveCatalog } from "./server/mirror.ts";
import { openUpstream, type UpstreamOptions } from "./upstream/upstream-catalog.ts";
import type { Credentials } from "./users/credentials.ts";

/** How to run a mirror of a folder. */
export interface MirrorOptions extends ServeOptions {
  /** The folder of mod archives. */
  readonly directory: string;
  /** The address of a portal: what the folder does not have is pulled through from there and kept. */
  readonly upstream?: string;
  /** The account with which archives are pulled; without it the clients' own are passed on. */
  readonly upstreamCredentials?: Credentials;
  /** How old answers of the portal behind may be, and how it is asked. */
  readonly upstreamTuning?: Pick<UpstreamOptions, "freshness" | "maxBytes" | "portal">;
  /** A folder of lockfiles to show as packs: `NAME.lock`, or `NAME/mods.lock`. */
  readonly packs?: string;
  /** Milliseconds that a file must have lain untouched before it is read. Default 300. */
  readonly settle?: number;
  readonly onEvent?: (event: FolderEvent) => void;
  /** Heeded until the mirror listens; from then on `Mirror.close` ends it. */
  readonly signal?: AbortSignal;
}

/**
 * Serves a folder of mod archives as the Mod API. Without a users file whoever reaches it may download. Source:
 * docs/mirror.md, "Who may download".
 *
 * @throws FactorioLockError `FAILED` when the folder cannot be read or the address not be listened on, `USAGE` when
 *   the users file or the address of the portal behind cannot be read; `INTERRUPTED` when the signal fires.
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
