import { FactorioLockError, type Warning } from "@factorio-lock/core";
import type { Portal } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";

/** The most bytes of all pictures together: a page with them is still opened at once. */
const MOST_BYTES = 8_000_000;

/** Thumbnails by mod, as PNG in base64, and a warning if some could not be had. */
export interface ModThumbnails {
  readonly found: ReadonlyMap<string, string>;
  readonly warning: Warning | undefined;
}

/** The thumbnails of mods, as far as the portal has them and they are small pictures. They are not kept on this machine. */
export async function modThumbnails(
  { signal }: Context,
  portal: Portal,
  names: readonly string[],
  { offline = false }: { readonly offline?: boolean | undefined },
): Promise<ModThumbnails> {
  if (offline) return { found: new Map(), warning: leftOut("Thumbnails are left out: the network may not be used.") };
  const found = new Map<string, string>();
  let bytes = 0;
  let left = 0;
  let failure: FactorioLockError | undefined;
  try {
    const paths = await thumbnailPaths(portal, names, signal);
    const get = async (path: string): Promise<Buffer | undefined> => {
      // Where one cannot be had for want of a connection, the others need not be waited for.
      if (failure) return undefined;
      return portal.thumbnail(path, { signal }).catch((error: unknown) => {
        failure = unlessInterrupted(error);
        return undefined;
      });
    };
    const pictures = await Promise.all([...paths].map(async ([name, path]) => [name, await get(path)] as const));
    for (const [name, picture] of pictures) {
      if (!picture) continue;
      if (bytes + picture.length > MOST_BYTES) left += 1;
      else {
        bytes += picture.length;
        found.set(name, picture.toString("base64"));
      }
    }
  } catch (error) {
    failure = unlessInterrupted(error);
  }
  if (failure) return { found, warning: leftOut(`Thumbnails are left out: ${failure.message}`) };
  const only = `The thumbnails of ${left === 1 ? "1 mod" : `${left} mods`} are left out: all together have more than 8 MB.`;
  return { found, warning: left > 0 ? leftOut(only) : undefined };
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

function unlessInterrupted(error: unknown): FactorioLockError {
  if (error instanceof FactorioLockError && error.code !== "INTERRUPTED") return error;
  throw error;
}

function leftOut(message: string): Warning {
  return { code: "THUMBNAILS_LEFT_OUT", message };
}
