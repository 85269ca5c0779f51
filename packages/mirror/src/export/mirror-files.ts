import { FactorioLockError } from "@factorio-lock/core";
import { fullMod, listedMod, shortMod } from "../answers/mod-answer.ts";
import { selectMods } from "../catalog/select-mods.ts";
import type { FolderEntry } from "../folder/entry.ts";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import type { FolderMod } from "../folder/folder-mods.ts";
import { type PackFolder, packFolder } from "../pages/pack.ts";
import { frontPageFile, modPageFile, packFiles } from "./page-files.ts";

/** A file of an export. `path` has forward slashes and is relative. */
export type MirrorFile =
  | { readonly kind: "answer"; readonly path: string; readonly json: string }
  | { readonly kind: "page"; readonly path: string; readonly text: string }
  | { readonly kind: "picture"; readonly path: string; readonly png: Buffer }
  | { readonly kind: "archive"; readonly path: string; readonly entry: FolderEntry };

/** The bytes of a file that is no archive. */
export function contentOf(file: Exclude<MirrorFile, { readonly kind: "archive" }>): Buffer {
  if (file.kind === "picture") return file.png;
  return Buffer.from(file.kind === "answer" ? file.json : file.text);
}

/** The choice of a mirror's files. */
export interface MirrorFileOptions {
  /** Whether the archives are among them. Default true. */
  readonly archives?: boolean | undefined;
  /** A folder of lockfiles to show as packs: `NAME.lock`, or `NAME/mods.lock`. */
  readonly packs?: string | undefined;
}

/**
 * A mirror's answers and pages as files, in stages: no file refers to one of a later stage, and the lists of all mods are in the
 * last. Mod names and release ids are safe as paths, because the folder serves no others. Source: docs/mirror.md, "mirror export: plain files".
 *
 * @throws FactorioLockError `FAILED` if a file or the folder of packs cannot be read, or two answers need one name
 */
export async function mirrorStages(
  folder: FolderCatalog,
  { archives = true, packs: packsFolder }: MirrorFileOptions,
): Promise<readonly AsyncIterable<MirrorFile>[]> {
  refuseUnreadable(folder);
  const mods = [...folder.mods().values()];
  for (const mod of mods) refuseSameName(folder, mod);
  const packs = packsFolder === undefined ? [] : await (await packFolder(packsFolder))();
  return [
    contents(folder, mods, archives),
    modAnswers(mods),
    pages(folder, mods, packs),
    lists(folder, packs, archives),
  ];
}

type Packs = Awaited<ReturnType<PackFolder>>;

async function* contents(
  folder: FolderCatalog,
  mods: readonly FolderMod[],
  archives: boolean,
): AsyncGenerator<MirrorFile> {
  for (const mod of mods) {
    for (const [at, { id }] of archives ? mod.releases.entries() : []) {
      const entry = mod.entries[at];
      if (entry) yield { kind: "archive", path: `download/${mod.name}/${id}`, entry };
    }
    const sha1 = mod.releases.at(-1)?.sha1 ?? "";
    const png = mod.thumbnail === undefined ? undefined : await folder.thumbnail(sha1);
    if (png) yield { kind: "picture", path: `assets/${sha1}.thumb.png`, png };
  }
}

async function* modAnswers(mods: readonly FolderMod[]): AsyncGenerator<MirrorFile> {
  for (const mod of mods) {
    yield answer(`api/mods/${mod.name}/full.json`, await fullMod(mod));
    yield answer(`api/mods/${mod.name}.json`, shortMod(mod));
  }
}

async function* pages(folder: FolderCatalog, mods: readonly FolderMod[], packs: Packs): AsyncGenerator<MirrorFile> {
  for (const mod of mods) yield modPageFile(mod, await mod.details(), packs);
  for (const pack of packs) yield* await packFiles(folder, pack);
}

async function* lists(folder: FolderCatalog, packs: Packs, archives: boolean): AsyncGenerator<MirrorFile> {
  const all = { pageSize: "max", page: 1, sort: "name", sortOrder: "asc", hideDeprecated: false } as const;
  const { mods } = selectMods(folder.mods(), all);
  // Plain files cannot evaluate a query, so each entry has both `latest_release` and `releases`.
  const results = mods.map((mod) => ({ ...listedMod(mod), releases: shortMod(mod).releases }));
  yield answer("api/bookmarks.json", []);
  yield answer("api/mods.json", { pagination: null, results });
  yield frontPageFile(folder, packs, archives);
}

function answer(path: string, value: unknown): MirrorFile {
  return { kind: "answer", path, json: JSON.stringify(value) };
}

function refuseSameName(folder: FolderCatalog, { name }: FolderMod): void {
  if (!folder.mods().has(`${name}.json`)) return;
  throw new FactorioLockError(
    "FAILED",
    `"${name}" and "${name}.json" cannot both be exported: they need the same file.`,
    {
      hint: "take the archives of one of the two out of the folder, or use mirror serve, which can serve both.",
    },
  );
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
