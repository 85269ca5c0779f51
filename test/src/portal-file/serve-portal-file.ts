import { setTimeout as sleep } from "node:timers/promises";
import { type AccessEntry, type Mirror, type ServeOptions, serveCatalog } from "@factorio-lock/mirror";
import { type ArchiveSize, portalFileCatalog } from "./portal-file-catalog.ts";
import { type FileMod, readPortalFile } from "./read-portal-file.ts";

export interface PortalFileOptions extends Omit<ServeOptions, "onAccess"> {
  /** A file of mods, one a line, or the mods themselves. */
  readonly mods: string | readonly FileMod[];
  /** Bytes of an archive. Default 4096. */
  readonly size?: ArchiveSize;
  /** Milliseconds that each request waits before it is answered. */
  readonly delay?: number;
}

/** A portal of a file's mods that is running, with what it was asked. */
export interface FilePortal extends Mirror {
  /** Every request that has been answered, in the order of the answers' ends. */
  readonly requests: readonly AccessEntry[];
  /** How many requests have been answered whose path starts with `prefix`. */
  count(prefix?: string): number;
  /** Forgets the requests so far. */
  forget(): void;
}

/** Serves a portal file through the mirror's own code. */
export async function servePortalFile(options: PortalFileOptions): Promise<FilePortal> {
  const { mods, size, delay = 0, intercept, ...serve } = options;
  const requests: AccessEntry[] = [];
  const catalog = portalFileCatalog(typeof mods === "string" ? await readPortalFile(mods) : mods, size);
  const mirror = await serveCatalog(catalog, {
    ...serve,
    onAccess: (entry) => requests.push(entry),
    intercept: async (request, response) => {
      if (delay > 0) await sleep(delay);
      return (await intercept?.(request, response)) ?? false;
    },
  });
  return {
    ...mirror,
    requests,
    count: (prefix = "/") => requests.filter(({ path }) => path.startsWith(prefix)).length,
    forget: () => void requests.splice(0),
  };
}
