import { FactorioLockError, type Warning } from "@factorio-lock/core";
import type { Portal } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";

/** The maximum size of all pictures together: a page with them still opens at once. */
const MAX_BYTES = 8_000_000;

/** Thumbnails by mod, as PNG in base64, and a warning if some could not be fetched. */
export interface ModThumbnails {
  readonly found: ReadonlyMap<string, string>;
  readonly warning: Warning | undefined;
}

/** Fetches the thumbnails of mods that the portal has, if they are small pictures. They are not cached. */
export async function modThumbnails(
  { signal }: Context,
  portal: Portal,
  names: readonly string[],
  { offline = false }: { readonly offline?: boolean | undefined },
): Promise<ModThumbnails> {
  if (offline)
    return { found: new Map(), warning: leftOutWarning("Thumbnails are left out: the network may not be used.") };
  const found = new Map<string, string>();
  let bytes = 0;
  let left = 0;
  let failure: FactorioLockError | undefined;
  try {
    const paths = await thumbnailPaths(portal, names, signal);
    // If one fails for lack of a connection, the others would fail, too.
    const stop = new AbortController();
    const untilFailure = AbortSignal.any([signal, stop.signal]);
    const get = (path: string): Promise<Buffer | undefined> =>
      portal.thumbnail(path, { signal: untilFailure }).catch((error: unknown) => {
        failure ??= failureOf(error);
        stop.abort();
        return undefined;
      });
    const pictures = await Promise.all([...paths].map(async ([name, path]) => [name, await get(path)] as const));
    for (const [name, picture] of pictures) {
      if (!picture) continue;
      if (bytes + picture.length > MAX_BYTES) left += 1;
      else {
        bytes += picture.length;
        found.set(name, picture.toString("base64"));
      }
    }
  } catch (error) {
    failure = failureOf(error);
  }
  if (failure) return { found, warning: leftOutWarning(`Thumbnails are left out: ${failure.message}`) };
  const only = `The thumbnails of ${left === 1 ? "1 mod" : `${left} mods`} are left out: all together have more than 8 MB.`;
  return { found, warning: left > 0 ? leftOutWarning(only) : undefined };
}

/** The path of each mod's thumbnail in the portal's list; a list of plain files has all mods. */
async function thumbnailPaths(
  portal: Portal,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(names);
  const mods = await portal.namelist(names, { signal });
  const entries = mods.flatMap(({ name, thumbnail }) =>
    thumbnail && wanted.has(name) ? [[name, thumbnail] as const] : [],
  );
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function failureOf(error: unknown): FactorioLockError {
  if (error instanceof FactorioLockError && error.code !== "INTERRUPTED") return error;
  throw error;
}

function leftOutWarning(message: string): Warning {
  return { code: "THUMBNAILS_LEFT_OUT", message };
}
