import { openFolder } from "./folder/folder-catalog.ts";
import type { FolderEvent } from "./folder/folder-event.ts";
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
  readonly upstreamTuning?: Pick<UpstreamOptions, "freshness" | "portal">;
  /** Milliseconds that a file must have lain untouched before it is read. Default 300. */
  readonly settle?: number;
  readonly onEvent?: (event: FolderEvent) => void;
}

/**
 * Serves a folder of mod archives as the Mod API. Source: contract section 7.
 *
 * @throws FactorioLockError `FAILED` when the folder cannot be read or the address not be listened on, `USAGE` when
 *   the users file or the address of the portal behind cannot be read.
 */
export async function startMirror(options: MirrorOptions): Promise<Mirror> {
  const { directory, upstream, upstreamCredentials, upstreamTuning, settle, onEvent = () => {}, ...serve } = options;
  const folder = await openFolder(directory, { onEvent, ...(settle === undefined ? {} : { settle }) });
  if (upstream === undefined) return serveCatalog(folder, serve);
  try {
    const catalog = await openUpstream(folder, {
      directory,
      url: upstream,
      ...(upstreamCredentials === undefined ? {} : { credentials: upstreamCredentials }),
      ...upstreamTuning,
      onTrouble: (message) => onEvent({ kind: "trouble", message }),
    });
    return await serveCatalog(catalog, serve);
  } catch (error) {
    await folder.close();
    throw error;
  }
}
