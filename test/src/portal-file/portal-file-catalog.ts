import { createHash } from "node:crypto";
import { type Archive, type Catalog, type CatalogMod, type CatalogRelease, fixedCatalog } from "@factorio-lock/mirror";
import { makeStoredArchive } from "./made-archive.ts";
import type { FileMod, FileRelease } from "./read-portal-file.ts";

/** The default size in bytes of an archive that is made on the fly. */
const DEFAULT_SIZE = 4096;

/** How long an archive is to be: one number for all, or one for each release. Bytes. */
export type ArchiveSize = number | ((name: string, version: string) => number);

/**
 * A catalog of the mods of a portal file. The archive of a release is made when its bytes or its SHA-1 are first
 * asked for, and the served `sha1` is the made archive's.
 */
export function portalFileCatalog(mods: readonly FileMod[], size: ArchiveSize = DEFAULT_SIZE): Catalog {
  const makers = new WeakMap<CatalogRelease, () => Buffer>();
  const sizeOf = typeof size === "number" ? () => size : size;

  const releaseOf = (mod: FileMod, release: FileRelease): CatalogRelease => {
    const { version, info_json: info } = release;
    const make = (): Buffer =>
      makeStoredArchive(
        { name: mod.name, version, title: mod.title, author: mod.owner, ...info },
        sizeOf(mod.name, version),
      );
    let sha1: string | undefined;
    const made: CatalogRelease = {
      id: release.download_url.slice(release.download_url.lastIndexOf("/") + 1),
      version,
      fileName: release.file_name,
      releasedAt: release.released_at,
      get sha1() {
        sha1 ??= createHash("sha1").update(make()).digest("hex");
        return sha1;
      },
      factorioVersion: info.factorio_version,
      dependencies: info.dependencies,
    };
    makers.set(made, make);
    return made;
  };

  return fixedCatalog(
    mods.map((mod) => modOf(mod, releaseOf)),
    (_, release) => archiveOf(release, makers.get(release)),
  );
}

function modOf(mod: FileMod, releaseOf: (mod: FileMod, release: FileRelease) => CatalogRelease): CatalogMod {
  const releases = mod.releases.map((release) => releaseOf(mod, release));
  const dates = releases.map((release) => release.releasedAt);
  return {
    name: mod.name,
    title: mod.title,
    owner: mod.owner,
    summary: mod.summary,
    downloadsCount: mod.downloads_count,
    category: mod.category,
    deprecated: mod.deprecated === true,
    releases,
    details: () => ({
      ...(dates[0] === undefined ? {} : { created_at: dates[0], updated_at: dates.at(-1) ?? dates[0] }),
      description: "",
      homepage: "",
      tags: [],
    }),
  };
}

/** The archive is made again for each answer: its bytes are not kept. */
function archiveOf(release: CatalogRelease, make: (() => Buffer) | undefined): Archive | undefined {
  if (!make) return undefined;
  return {
    fileName: release.fileName,
    size: make().length,
    sha1: release.sha1,
    modified: new Date(release.releasedAt),
    open: async () => make(),
  };
}
