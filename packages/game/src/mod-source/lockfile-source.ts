import {
  FactorioLockError,
  isPackFile,
  type Lockfile,
  type Manifest,
  parseLockfile,
  readPackFile,
} from "@factorio-lock/core";
import { buildSource, type RawMod } from "./build-source.ts";
import type { FileContent } from "./content-source.ts";
import type { ModSource } from "./mod-source.ts";
import { notASource } from "./not-a-source.ts";

/** The location of a lockfile or pack. */
type Place = Pick<FileContent, "path" | "file" | "beside">;

/** Whether a text is a lockfile, recognised by its `lockfileVersion` line, which no other program writes. */
export function isLockfile(text: string): boolean {
  return /^lockfileVersion: *"?\d/m.test(text.slice(0, 4096));
}

/**
 * Reads the mods of a `mods.lock`, and the requirements recorded in it.
 *
 * @throws FactorioLockError `FAILED` if it is damaged, or contains both sides of a conflict
 */
export async function lockfileSource(content: Place, text: string): Promise<ModSource> {
  const { path, file } = content;
  const lockfile = await parseLockfile(text, file).catch((error: unknown) => {
    if (!(error instanceof FactorioLockError)) throw error;
    throw notASource(path, `cannot be read: ${error.message.replace(/\.$/, "")}`, error);
  });
  return lockedSource("lockfile", content, lockfile, undefined);
}

/**
 * Reads the mods and settings of a pack file; undefined if the JSON value is not one. @throws FactorioLockError
 * `FAILED`
 */
export async function packSource(content: Place, value: unknown): Promise<ModSource | undefined> {
  if (!isPackFile(value)) return undefined;
  const { manifest, lockfile } = await readPackFile(value, content.file);
  return lockedSource("pack", content, lockfile, manifest);
}

function lockedSource(
  kind: "lockfile" | "pack",
  { path, file, beside }: Place,
  lockfile: Lockfile,
  manifest: Manifest | undefined,
): ModSource {
  const builtin = lockfile.builtin.map((name): RawMod => ({ name, source: file }));
  const mods = [...lockfile.mods].map(([name, mod]): RawMod => {
    const archive = mod.kind === "path" ? beside(mod.path) : undefined;
    return { name, version: mod.version.text, source: file, archive };
  });
  return buildSource({
    kind,
    path,
    game: lockfile.factorio.text,
    mods: [...builtin, ...mods],
    off: [...lockfile.requirements].flatMap(([name, requirement]) => (requirement.kind === "refused" ? [name] : [])),
    locked: { lockfile, ...(manifest ? { manifest } : {}) },
    settings: manifest?.settings,
  });
}
