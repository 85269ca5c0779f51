import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError, formatLockfile, type Lockfile, packPage, parseLockfile } from "@factorio-lock/core";
import { fileId } from "@factorio-lock/disk";
import { sha256 } from "./mirror-page.ts";

/** A lockfile that the mirror shows, by a name that is safe in a path and in an address. */
export interface Pack {
  readonly name: string;
  readonly lockfile: Lockfile;
}

/** More packs, and larger lockfiles, are not shown. */
const MOST_PACKS = 200;
const MOST_BYTES = 16 * 1024 * 1024;

interface Seen {
  readonly stamp: string;
  readonly pack: Pack | undefined;
}

/** The lockfiles of a folder: `NAME.lock`, and `NAME/mods.lock`. Looked at again at each call; read again when changed. */
export type PackFolder = () => Promise<readonly Pack[]>;

/**
 * Opens a folder of lockfiles. What is no lockfile is not shown. A link in it is not followed.
 *
 * @throws FactorioLockError `FAILED` where it cannot be read
 */
export async function packFolder(directory: string): Promise<PackFolder> {
  await readdir(directory).catch((error: Error) => {
    throw new FactorioLockError("FAILED", `The folder of packs ${directory} cannot be read: ${error.message}.`, {
      hint: "name a folder with lockfiles.",
      cause: error,
    });
  });
  let seen = new Map<string, Seen>();
  return async () => {
    const now = new Map<string, Seen>();
    for (const entry of (await readdir(directory, { withFileTypes: true })).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (now.size >= MOST_PACKS) break;
      const isFile = entry.isFile() && entry.name.endsWith(".lock");
      const name = isFile ? entry.name.slice(0, -".lock".length) : entry.name;
      if (!(isFile || entry.isDirectory()) || !/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,79}$/.test(name)) continue;
      const file = path.join(directory, entry.name, ...(isFile ? [] : ["mods.lock"]));
      const stats = await lstat(file, { bigint: true }).catch(() => undefined);
      if (!stats?.isFile() || stats.size > MOST_BYTES || now.has(name)) continue;
      const stamp = `${file} ${stats.size} ${stats.mtimeNs} ${fileId(stats)}`;
      const before = seen.get(name);
      now.set(name, before?.stamp === stamp ? before : { stamp, pack: await readPack(name, file) });
    }
    seen = now;
    return [...now.values()].flatMap(({ pack }) => pack ?? []);
  };
}

async function readPack(name: string, file: string): Promise<Pack | undefined> {
  try {
    const lockfile = await parseLockfile(await readFile(file, "utf8"), path.basename(file));
    return { name, lockfile: withoutPaths(lockfile) };
  } catch {
    return undefined;
  }
}

/** `path` mods are of one machine: nobody else can have them, nor is the path anybody's business. */
function withoutPaths(lockfile: Lockfile): Lockfile {
  return {
    ...lockfile,
    requirements: new Map([...lockfile.requirements].filter(([, { kind }]) => kind !== "path")),
    mods: new Map([...lockfile.mods].filter(([, { kind }]) => kind !== "path")),
  };
}

/** The lockfile of a pack, as `sync` takes it. */
export function packLock({ lockfile }: Pack): string {
  return formatLockfile(lockfile);
}

/** The SHA-1 of what a pack has of a mod. */
export function sha1Of({ lockfile }: Pack, name: string): string | undefined {
  const mod = lockfile.mods.get(name);
  return mod?.kind === "release" ? mod.sha1 : undefined;
}

/** The details of a mod on a pack's page. */
export type TitleOf = (name: string) => { readonly title: string; readonly size: number | undefined } | undefined;

/** A pack's page: the same whoever asks. Its lockfile lies beside it. */
export function packPageOf({ name, lockfile }: Pack, titleOf: TitleOf): Promise<string> {
  return packPage({
    title: name,
    name,
    version: undefined,
    author: undefined,
    lockfile,
    settings: undefined,
    about: titleOf,
    pageOf: (mod) => (titleOf(mod) ? `/mods/${encodeURIComponent(mod)}` : undefined),
    packFile: { name: `${name}.lock` },
    home: { address: "/", text: "All mods" },
    sha256,
  });
}
