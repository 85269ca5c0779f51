import type { ModInfo, ModInfoSource } from "@factorio-lock/core";
import { readFullMod } from "@factorio-lock/portal/browser";

/** Where the playground asks what releases a mod has: the files of an exported mirror, by their address or from a folder. */
export type Place =
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "folder"; readonly files: readonly FolderFile[] };

/** A file of a chosen folder: any `File` of a browser. */
export interface FolderFile {
  readonly webkitRelativePath: string;
  text(): Promise<string>;
}

/** How many answers are waited for at once. */
const CONCURRENCY = 16;

/**
 * A source for the solver. Each mod is asked for once; names that will be needed soon are asked for ahead.
 *
 * @throws Error from `get` where the place gives no answer at all: a mirror that is not there, a folder that is none
 */
export function modSource(place: Place, signal: AbortSignal): ModInfoSource {
  const ask = place.kind === "address" ? byAddress(place.address, signal) : byFolder(place.files);
  const known = new Map<string, Promise<ModInfo | undefined>>();
  const queue = atMost(CONCURRENCY);
  const get = (name: string): Promise<ModInfo | undefined> => {
    const found = known.get(name) ?? queue(() => ask(name));
    known.set(name, found);
    return found;
  };
  return {
    get,
    prefetch: (names) => {
      // A failure shows at `get`.
      for (const name of names) get(name).catch(() => undefined);
    },
  };
}

function byAddress(address: string, signal: AbortSignal): (name: string) => Promise<ModInfo | undefined> {
  const base = address.replace(/\/+$/, "");
  return async (name) => {
    const url = `${base}/api/mods/${encodeURIComponent(name)}/full`;
    // An export behind a plain web server has the file's own name only; a running mirror has the address of the API.
    for (const candidate of [`${url}.json`, url]) {
      const answer = await fetch(candidate, { signal, credentials: "omit" }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new Error(`${base} cannot be asked from this page. Is it a mirror, and does it run?`, { cause: error });
      });
      if (answer.ok) return readFullMod(await answer.json(), name);
      if (answer.status !== 404) throw new Error(`${base} answers with the error ${answer.status}.`);
    }
    return undefined;
  };
}

function byFolder(files: readonly FolderFile[]): (name: string) => Promise<ModInfo | undefined> {
  const byName = new Map<string, FolderFile>();
  for (const file of files) {
    const name = /(?:^|\/)api\/mods\/([^/]+)\/full\.json$/.exec(file.webkitRelativePath)?.[1];
    if (name !== undefined) byName.set(name, file);
  }
  return async (name) => {
    if (byName.size === 0)
      throw new Error("This folder holds no export of a mirror: it has no api/mods/NAME/full.json.");
    const file = byName.get(name);
    return file && readFullMod(JSON.parse(await file.text()), name);
  };
}

/** Runs tasks, so many at once at most. */
function atMost(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= count) await new Promise<void>((done) => waiting.push(done));
    running += 1;
    try {
      return await task();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
