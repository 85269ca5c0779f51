import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError, formatLockfile, type Lockfile, packPage, parseLockfile } from "@factorio-lock/core";
import { fileId } from "@factorio-lock/disk";
import { sha256 } from "./mirror-page.ts";

/** A lockfile that the mirror shows. Its name is safe in paths and URLs. */
export interface Pack {
  readonly name: string;
  readonly lockfile: Lockfile;
}

/** Further packs and larger lockfiles are not shown. */
const MAX_PACKS = 200;
const MAX_BYTES = 16 * 1024 * 1024;

interface Seen {
  readonly stamp: string;
  readonly pack: Pack | undefined;
}

/**
 * Returns the lockfiles of a folder: `NAME.lock` and `NAME/mods.lock`. Each call lists the folder again and rereads
 * changed files.
 */
export type PackFolder = () => Promise<readonly Pack[]>;

/**
 * Opens a folder of lockfiles. Other files are ignored; links are not followed.
 *
 * @throws FactorioLockError `FAILED` if it cannot be read
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
      if (now.size >= MAX_PACKS) break;
      const isFile = entry.isFile() && entry.name.endsWith(".lock");
      const name = isFile ? entry.name.slice(0, -".lock".length) : entry.name;
      if (!(isFile || entry.isDirectory()) || !/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,79}$/.test(name)) continue;
      const file = path.join(directory, entry.name, ...(isFile ? [] : ["mods.lock"]));
      const stats = await lstat(file, { bigint: true }).catch(() => undefined);
      if (!stats?.isFile() || stats.size > MAX_BYTES || now.has(name)) continue;
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

/** Removes `path` mods: nobody else can install them, and the paths are private. */
function withoutPaths(lockfile: Lockfile): Lockfile {
  return {
    ...lockfile,
    requirements: new Map([...lockfile.requirements].filter(([, { kind }]) => kind !== "path")),
    mods: new Map([...lockfile.mods].filter(([, { kind }]) => kind !== "path")),
  };
}

/** The lockfile of a pack as text, for `sync`. */
export function packLock({ lockfile }: Pack): string {
  return formatLockfile(lockfile);
}

/** The SHA-1 of a pack's release of a mod; undefined if it has none. */
export function sha1Of({ lockfile }: Pack, name: string): string | undefined {
  const mod = lockfile.mods.get(name);
  return mod?.kind === "release" ? mod.sha1 : undefined;
}

/** The details of a mod on a pack's page. */
export type TitleOf = (name: string) => { readonly title: string; readonly size: number | undefined } | undefined;

/** Renders a pack's page, which links to its lockfile next to it. */
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
