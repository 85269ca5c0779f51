import { openFolder } from "./folder/folder-catalog.ts";
import type { FolderEvent } from "./folder/folder-event.ts";
import { type Mirror, type ServeOptions, serveCatalog } from "./server/mirror.ts";

/** How to run a mirror of a folder. */
export interface MirrorOptions extends ServeOptions {
  /** The folder of mod archives. */
  readonly directory: string;
  /** Milliseconds that a file must have lain untouched before it is read. Default 300. */
  readonly settle?: number;
  readonly onEvent?: (event: FolderEvent) => void;
}

/**
 * Serves a folder of mod archives as the Mod API. Source: contract section 7.
 *
 * @throws FactorioLockError `FAILED` when the folder cannot be read or the address not be listened on, `USAGE` when
 *   the users file cannot be read.
 */
export async function startMirror(options: MirrorOptions): Promise<Mirror> {
  const { directory, settle, onEvent, ...serve } = options;
  const catalog = await openFolder(directory, {
    ...(settle === undefined ? {} : { settle }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  return serveCatalog(catalog, serve);
}
