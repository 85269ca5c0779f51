import { compareNames } from "@factorio-lock/core";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import { diskWords, frontPage } from "../pages/front-page.ts";
import { modPage } from "../pages/mod-page.ts";
import { packFolder, packLock, packPageOf, sha1Of } from "../pages/pack.ts";
import { diskOf, titlesOf } from "../pages/site.ts";

/** An HTML page, or the lockfile of a pack, as a file of an export. */
export interface PageFile {
  /** With forward slashes. Names of mods and packs are safe as paths. */
  readonly path: string;
  readonly text: string;
}

/**
 * Generates the pages of a mirror as files: `index.html`, `mods/NAME.html`, `packs/NAME.html` with `packs/NAME.lock`.
 */
export async function* pageFiles(folder: FolderCatalog, packsFolder?: string): AsyncGenerator<PageFile> {
  const packs = packsFolder === undefined ? [] : await (await packFolder(packsFolder))();
  const mods = [...folder.mods().values()].sort((a, b) => compareNames(a.name, b.name));
  for (const mod of mods) {
    yield { path: `mods/${mod.name}.html`, text: modPage(mod, await mod.details(), packs) };
  }
  for (const pack of packs) {
    const titles = titlesOf({ folder }, (name) => sha1Of(pack, name));
    yield { path: `packs/${pack.name}.html`, text: await packPageOf(pack, titles) };
    yield { path: `packs/${pack.name}.lock`, text: packLock(pack) };
  }
  const { releases } = folder.size();
  const { used } = await diskOf({ folder });
  const health = [
    ["Serves", `${releases} releases of ${mods.length} mods, as plain files`],
    ["Disk", diskWords(used, undefined)],
  ] as const;
  const found = { mods, count: mods.length, page: 1 };
  yield { path: "index.html", text: frontPage({ health, packs, found, query: "" }) };
}
