import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { FactorioLockError, type Lockfile, lockedModList, type SettingValues } from "@factorio-lock/core";
import { formatModList, newModSettings, writeZip, type ZipPart } from "@factorio-lock/game";

/** The modpack to zip, and where its files are. */
export interface ZippedPack {
  readonly lockfile: Lockfile;
  readonly settings: SettingValues | undefined;
  /** The folder of the manifest. */
  readonly root: string;
  /** Where the mods are installed. */
  readonly modDirectory: string;
}

/**
 * Writes all locked archives with `mod-list.json` and `mod-settings.dat` as one zip, for the mod directory of a friend. The
 * same modpack gives the same bytes. Archives come from the mod directory, each checked.
 *
 * @throws FactorioLockError `FAILED` if an archive is not installed as it is locked, or a `path` mod is missing or a folder
 */
export async function writeModsZip(
  target: string,
  { lockfile, settings, root, modDirectory }: ZippedPack,
): Promise<void> {
  const parts: ZipPart[] = [{ name: "mod-list.json", content: Buffer.from(formatModList(lockedModList(lockfile))) }];
  if (settings) parts.push({ name: "mod-settings.dat", content: newModSettings(settings, lockfile.factorio) });
  for (const [name, mod] of lockfile.mods) {
    if (mod.kind === "path") {
      const path = resolve(root, mod.path);
      if (!existsSync(path) || statSync(path).isDirectory()) throw notAnArchive(name, mod.path);
      parts.push({ name: `${name}_${mod.version.text}.zip`, path });
      continue;
    }
    const path = join(modDirectory, mod.file);
    if (!existsSync(path) || (await sha1Of(path)) !== mod.sha1) throw notInstalled(mod.file);
    parts.push({ name: mod.file, path });
  }
  await writeZip(target, parts);
}

async function sha1Of(path: string): Promise<string> {
  const hash = createHash("sha1");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function notInstalled(file: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${file} is not in the mod directory as it is locked.`, {
    hint: "run `factorio-lock install` first.",
  });
}

function notAnArchive(name: string, path: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${name} is the folder ${path}, and only archives can be exported.`, {
    hint: `make a zip of it, and write \`${name}: { path: … }\` for that.`,
  });
}
