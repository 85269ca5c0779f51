import { compareNames } from "@factorio-lock/core";
import type { ModDetails } from "../catalog/catalog-mod.ts";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import type { FolderMod } from "../folder/folder-mods.ts";
import { diskWords, frontPage } from "../pages/front-page.ts";
import { modPage } from "../pages/mod-page.ts";
import { type Pack, packLock, packPageOf, sha1Of } from "../pages/pack.ts";
import { diskOf, titlesOf } from "../pages/site.ts";

/** An HTML page, or the lockfile of a pack, as a file of an export. Names of mods and packs are safe as paths. */
interface PageFile {
  readonly kind: "page";
  readonly path: string;
  readonly text: string;
}

/** The page of a mod: `mods/NAME.html`. */
export function modPageFile(mod: FolderMod, details: ModDetails, packs: readonly Pack[]): PageFile {
  return { kind: "page", path: `mods/${mod.name}.html`, text: modPage(mod, details, packs) };
}

/** The lockfile of a pack, and its page: `packs/NAME.lock`, `packs/NAME.html`. */
export async function packFiles(folder: FolderCatalog, pack: Pack): Promise<readonly PageFile[]> {
  const titles = titlesOf({ folder }, (name) => sha1Of(pack, name));
  return [
    { kind: "page", path: `packs/${pack.name}.lock`, text: packLock(pack) },
    { kind: "page", path: `packs/${pack.name}.html`, text: await packPageOf(pack, titles) },
  ];
}

/** The front page: `index.html`, with all mods, since nobody searches plain files. */
export async function frontPageFile(
  folder: FolderCatalog,
  packs: readonly Pack[],
  archives: boolean,
): Promise<PageFile> {
  const mods = [...folder.mods().values()].sort((a, b) => compareNames(a.name, b.name));
  const { releases } = folder.size();
  const { used } = await diskOf({ folder });
  const served = `${releases} releases of ${mods.length} mods, as plain files`;
  const health: readonly (readonly [string, string])[] = archives
    ? [
        ["Serves", served],
        ["Disk", diskWords(used, undefined)],
      ]
    : [["Serves", `${served}, without the archives`]];
  const found = { mods, count: mods.length, page: 1 };
  return { kind: "page", path: "index.html", text: frontPage({ health, packs, found, query: "" }) };
}
