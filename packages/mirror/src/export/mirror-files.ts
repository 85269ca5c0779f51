import { FactorioLockError } from "@factorio-lock/core";
import { fullMod, listedMod, shortMod } from "../answers/mod-answer.ts";
import { selectMods } from "../catalog/select-mods.ts";
import type { FolderEntry } from "../folder/entry.ts";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import type { FolderMod } from "../folder/folder-mods.ts";

/** A file of an export. `path` has forward slashes and starts with `api/`, `download/` or `assets/`. */
export type MirrorFile =
  | { readonly kind: "answer"; readonly path: string; readonly json: string }
  | { readonly kind: "picture"; readonly path: string; readonly png: Buffer }
  | { readonly kind: "archive"; readonly path: string; readonly entry: FolderEntry };

/**
 * Generates a mirror's answers as files: archives before the answers that refer to them, the list of all mods last. Mod
 * names and release ids are safe as paths, because the folder serves no others. Source: docs/mirror.md, "mirror export:
 * plain files".
 *
 * @throws FactorioLockError `FAILED` if a file cannot be read, or two answers need the same file name
 */
export async function* mirrorFiles(folder: FolderCatalog): AsyncGenerator<MirrorFile> {
  refuseUnreadable(folder);
  for (const mod of folder.mods().values()) yield* modFiles(folder, mod);
  const all = { pageSize: "max", page: 1, sort: "name", sortOrder: "asc", hideDeprecated: false } as const;
  const { mods } = selectMods(folder.mods(), all);
  // Plain files cannot evaluate a query, so each entry has both `latest_release` and `releases`.
  const results = mods.map((mod) => ({ ...listedMod(mod), releases: shortMod(mod).releases }));
  yield answer("api/bookmarks.json", []);
  yield answer("api/mods.json", { pagination: null, results });
}

async function* modFiles(folder: FolderCatalog, mod: FolderMod): AsyncGenerator<MirrorFile> {
  if (folder.mods().has(`${mod.name}.json`)) {
    throw new FactorioLockError(
      "FAILED",
      `"${mod.name}" and "${mod.name}.json" cannot both be exported: they need the same file.`,
      {
        hint: "take the archives of one of the two out of the folder, or use mirror serve, which can serve both.",
      },
    );
  }
  for (const [at, { id }] of mod.releases.entries()) {
    const entry = mod.entries[at];
    if (entry) yield { kind: "archive", path: `download/${mod.name}/${id}`, entry };
  }
  const sha1 = mod.releases.at(-1)?.sha1 ?? "";
  const png = mod.thumbnail === undefined ? undefined : await folder.thumbnail(sha1);
  if (png) yield { kind: "picture", path: `assets/${sha1}.thumb.png`, png };
  yield answer(`api/mods/${mod.name}/full.json`, await fullMod(mod));
  yield answer(`api/mods/${mod.name}.json`, shortMod(mod));
}

function answer(path: string, value: unknown): MirrorFile {
  return { kind: "answer", path, json: JSON.stringify(value) };
}

/** Throws if a file is unreadable: an export without it would claim that its release does not exist. */
function refuseUnreadable(folder: FolderCatalog): void {
  const [first, ...more] = folder.unreadable();
  if (first === undefined) return;
  const others = more.length === 0 ? "" : `, nor can ${more.length} more`;
  throw new FactorioLockError("FAILED", `${first} cannot be read${others}.`, {
    hint: "check the permissions of the files and the folder, and export again.",
  });
}
