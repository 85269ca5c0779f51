import { lstatSync } from "node:fs";
import { FactorioLockError, type GameLine, type Lockfile, type ModAbout, type Warning } from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";
import { ifAccessible } from "./if-accessible.ts";
import { modThumbnails } from "./mod-thumbnails.ts";
import { type NetworkOptions, openArchives, withMetadata } from "./services.ts";

/** Details of the locked mods that are not in the lockfile, and warnings about those that could not be fetched. */
export interface DescribedMods {
  readonly about: ReadonlyMap<string, ModAbout>;
  readonly warnings: readonly Warning[];
}

/**
 * Titles and licences of the locked mods, from the portal or its cached answers, the sizes of their archives, and if asked
 * for their thumbnails. Details that cannot be fetched are left out with a warning, because no command depends on them.
 */
export async function describeMods(
  context: Context,
  lockfile: Lockfile,
  options: NetworkOptions & { readonly line?: GameLine; readonly thumbnails?: boolean | undefined },
): Promise<DescribedMods> {
  const sizes = await archiveSizes(context, lockfile);
  const names = [...lockfile.mods].flatMap(([name, { kind }]) => (kind === "release" ? [name] : []));
  return withMetadata(context, options, async (metadata, portal) => {
    const unknown: string[] = [];
    const failure = await metadata.refresh(names).then(
      () => undefined,
      (error: unknown) => portalFailure(error),
    );
    const found = failure ? [] : await Promise.all(names.map((name) => describe(context, metadata, name, unknown)));
    const about = new Map(found);
    for (const [name, size] of sizes) about.set(name, { ...about.get(name), size });
    if (failure) unknown.push(...names);
    const warnings = unknown.length > 0 ? [unknownDetails(unknown.length, failure)] : [];
    if (!options.thumbnails || failure) return { about, warnings };
    const { found: pictures, warning } = await modThumbnails(context, portal, names, options);
    for (const [name, thumbnail] of pictures) about.set(name, { ...about.get(name), thumbnail });
    return { about, warnings: warning ? [...warnings, warning] : warnings };
  });
}

/** The size in bytes of each locked archive that is in the store. */
export async function archiveSizes(context: Context, lockfile: Lockfile): Promise<Map<string, number>> {
  const store = await openArchives(context);
  const sizes = new Map<string, number>();
  for (const [name, mod] of lockfile.mods) {
    if (mod.kind !== "release") continue;
    const stats = ifAccessible(() => lstatSync(store.archivePath(mod.sha1), { throwIfNoEntry: false }));
    if (stats?.isFile()) sizes.set(name, stats.size);
  }
  return sizes;
}

async function describe(
  { redactor: { redact } }: Context,
  metadata: Metadata,
  name: string,
  unknown: string[],
): Promise<[string, ModAbout]> {
  try {
    const info = await metadata.get(name);
    const licence = await metadata.licence(name);
    const about = {
      ...(info?.title === undefined ? {} : { title: redact(info.title) }),
      ...(licence ? { licence: redact(licence.title), licenceUrl: redact(licence.url) } : {}),
    };
    return [name, about];
  } catch (error) {
    portalFailure(error);
    unknown.push(name);
    return [name, {}];
  }
}

/** Returns the error if the portal could not be reached or must not be asked; rethrows any other. */
function portalFailure(error: unknown): FactorioLockError {
  if (error instanceof FactorioLockError && /^(?:OFFLINE|PORTAL_)/.test(error.code)) return error;
  throw error;
}

function unknownDetails(count: number, failure: FactorioLockError | undefined): Warning {
  const mods = count === 1 ? "1 mod" : `${count} mods`;
  const why = failure ? `: ${failure.message}` : ".";
  return { code: "NOT_KNOWN", message: `Title and licence of ${mods} are not known here${why}` };
}
