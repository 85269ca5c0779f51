import type { Archive } from "./archive.ts";
import type { Catalog } from "./catalog.ts";
import type { CatalogMod, CatalogRelease } from "./catalog-mod.ts";
import { searchMods } from "./search-mods.ts";
import { selectMods } from "./select-mods.ts";

/** Creates a catalog of immutable mods; `archiveOf` provides their archives. */
export function fixedCatalog(
  mods: Iterable<CatalogMod>,
  archiveOf: (mod: CatalogMod, release: CatalogRelease) => Archive | undefined,
): Catalog {
  const snapshot = new Map([...mods].map((mod) => [mod.name, mod]));
  const files = new Map<string, Archive>();
  const releases = [...snapshot.values()].reduce((sum, mod) => sum + mod.releases.length, 0);
  return {
    list: (query) => selectMods(snapshot, query),
    search: (query) => searchMods(snapshot, query),
    mod: (name) => snapshot.get(name),
    archive(name, id) {
      const mod = snapshot.get(name);
      const release = mod?.releases.find((one) => one.id === id);
      const archive = mod && release ? archiveOf(mod, release) : undefined;
      if (archive) files.set(archive.sha1, archive);
      return archive;
    },
    file: (sha1) => files.get(sha1),
    thumbnail: async () => undefined,
    size: () => ({ mods: snapshot.size, releases }),
    close: async () => {},
  };
}
