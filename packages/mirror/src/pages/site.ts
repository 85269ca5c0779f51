import { statfs } from "node:fs/promises";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import type { PackFolder, TitleOf } from "./pack.ts";

/** The content of a mirror's pages besides its catalog; all parts are optional. */
export interface Site {
  /** The mirror's own archives. */
  readonly folder?: Pick<FolderCatalog, "mods" | "entries">;
  /** The absolute path of the folder on disk. */
  readonly directory?: string;
  /** The lockfiles to show. */
  readonly packs?: PackFolder;
  /** The address of the upstream portal, without secrets. */
  readonly upstream?: string;
}

/** The titles of the mods in the folder, with the size of a pack's release. */
export function titlesOf({ folder }: Site, sha1Of: (name: string) => string | undefined): TitleOf {
  return (name) => {
    const mod = folder?.mods().get(name);
    const sha1 = sha1Of(name);
    return mod && { title: mod.title, size: mod.entries.find((entry) => entry.sha1 === sha1)?.size };
  };
}

/** The bytes used by the archives, and the free bytes on their disk. */
export async function diskOf({
  folder,
  directory,
}: Site): Promise<{ used: number | undefined; free: number | undefined }> {
  const used = folder?.entries().reduce((sum, { size }) => sum + size, 0);
  const stats = directory === undefined ? undefined : await statfs(directory).catch(() => undefined);
  return { used, free: stats && stats.bavail * stats.bsize };
}
