import { statfs } from "node:fs/promises";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import type { PackFolder, TitleOf } from "./pack.ts";

/** The content of the pages of a mirror beside its catalog, as far as there is any. */
export interface Site {
  /** The archives that lie here. */
  readonly folder?: Pick<FolderCatalog, "mods" | "entries">;
  /** The folder on the disk. Absolute. */
  readonly directory?: string;
  /** The lockfiles to show. */
  readonly packs?: PackFolder;
  /** The address of the portal behind, without anything secret. */
  readonly upstream?: string;
}

/** Titles of the mods that lie here, with the size of the release that a pack has. */
export function titlesOf({ folder }: Site, sha1Of: (name: string) => string | undefined): TitleOf {
  return (name) => {
    const mod = folder?.mods().get(name);
    const sha1 = sha1Of(name);
    return mod && { title: mod.title, size: mod.entries.find((entry) => entry.sha1 === sha1)?.size };
  };
}

/** The bytes that the archives take, and that are free on their disk. */
export async function diskOf({
  folder,
  directory,
}: Site): Promise<{ used: number | undefined; free: number | undefined }> {
  const used = folder?.entries().reduce((sum, { size }) => sum + size, 0);
  const stats = directory === undefined ? undefined : await statfs(directory).catch(() => undefined);
  return { used, free: stats && stats.bavail * stats.bsize };
}
