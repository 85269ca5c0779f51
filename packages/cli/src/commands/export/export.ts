import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { FactorioLockError, isBuiltin, lockedModList, parseVersion, type Warning } from "@factorio-lock/core";
import { replaceFile } from "@factorio-lock/disk";
import { formatModList } from "@factorio-lock/game";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { findUpward, LOCKFILE_NAME, lockedPlace, MANIFEST_NAME, type Place, shown } from "../../project/place.ts";
import { openProject } from "../../project/project.ts";
import { clusterioPack } from "./formats/clusterio.ts";
import type { ExportedPack, PackLabel } from "./formats/exported-pack.ts";
import { markdownTable } from "./formats/markdown-table.ts";
import { metapackageZip } from "./formats/metapackage.ts";

/** The formats that `export` writes. */
export type ExportFormat = "mod-list" | "metapackage" | "markdown" | "clusterio";

/** What `export` can be told. */
export interface ExportOptions {
  /** Where it goes. Absolute. Default: the result holds the text; a metapackage goes to `NAME_VERSION.zip` here. */
  readonly file?: string | undefined;
  /** As a mod's name. Default: the name of the modpack's folder. */
  readonly name?: string | undefined;
  /** Default 1.0.0. */
  readonly version?: string | undefined;
  /** Default: the name. */
  readonly title?: string | undefined;
  /** Default `unknown`. */
  readonly author?: string | undefined;
}

/** What `export` made. */
export interface ExportResult {
  readonly format: ExportFormat;
  readonly mods: number;
  /** The file that was written, relative to the current folder where it lies below; null where none was asked for. */
  readonly file: string | null;
  /** The text; null where it went to a file. */
  readonly text: string | null;
  readonly warnings: readonly Warning[];
}

/**
 * Writes the locked mods in the format of another program. Nothing is asked of the portal.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID, MANIFEST_INVALID; USAGE for a name or version that a mod
 *   cannot have, or a file that is the modpack's own.
 */
export async function exportMods(
  context: Context,
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<ExportResult> {
  const place = await lockedPlace(context);
  const { lockfile } = await demandLock(place);
  const { settings } = findUpward(context.cwd, MANIFEST_NAME) === undefined ? {} : await openProject(context);
  const pack = { lockfile, settings, label: labelOf(place, format, options) };
  const content = await contentOf(format, pack);
  const mods = lockfile.mods.size;
  const warnings = [...lockfile.mods].flatMap(([name, mod]) => (mod.kind === "path" ? [notOnPortal(name)] : []));
  const target = targetOf(context, format, pack.label, options.file);
  if (target === undefined) return { format, mods, file: null, text: content.toString(), warnings };
  refuseOwn(target);
  await replaceFile(target, content);
  if (format === "metapackage") warnings.push(...misnamed(target, pack.label));
  return { format, mods, file: shown(context.cwd, target), text: null, warnings };
}

async function contentOf(format: ExportFormat, pack: ExportedPack): Promise<string | Buffer> {
  switch (format) {
    case "mod-list":
      return formatModList(lockedModList(pack.lockfile));
    case "metapackage":
      return metapackageZip(pack);
    case "markdown":
      return markdownTable(pack);
    case "clusterio":
      return `${clusterioPack(pack)}\n`;
  }
}

function labelOf({ root }: Place, format: ExportFormat, options: ExportOptions): PackLabel {
  const { name = basename(root), version = "1.0.0" } = options;
  const title = options.title ?? name;
  if (format === "metapackage") {
    if (!/^[A-Za-z0-9_-]{4,49}$/.test(name) || isBuiltin(name)) throw notAName(name);
    if (parseVersion(version)?.text.split(".").length !== 3) {
      throw new FactorioLockError("USAGE", `"${version}" is not the version of a mod.`, {
        hint: "it has three numbers, such as 1.0.0.",
      });
    }
    if (title.length > 100) throw new FactorioLockError("USAGE", "The title of a mod has at most 100 characters.");
  }
  return { name, version, title, author: options.author ?? "unknown" };
}

function notAName(name: string): FactorioLockError {
  return new FactorioLockError("USAGE", `"${name}" cannot be the name of a mod on the mod portal.`, {
    hint: "name one with --name: 4 to 49 letters, digits, - and _.",
  });
}

function targetOf(
  context: Context,
  format: ExportFormat,
  { name, version }: PackLabel,
  file: string | undefined,
): string | undefined {
  const archive = `${name}_${version}.zip`;
  if (file === undefined) return format === "metapackage" ? join(context.cwd, archive) : undefined;
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return file;
  if (format === "metapackage") return join(file, archive);
  throw new FactorioLockError("USAGE", `${file} is a folder.`, { hint: "name the file that is to be written." });
}

/** A modpack's own files are never what an export is meant to replace. */
function refuseOwn(target: string): void {
  if (basename(target) !== MANIFEST_NAME && basename(target) !== LOCKFILE_NAME) return;
  throw new FactorioLockError("USAGE", `${basename(target)} is a file of factorio-lock's own.`, {
    hint: "name another file.",
  });
}

function notOnPortal(name: string): Warning {
  const message = `${name} is a mod of this machine: others will not find this release on the mod portal.`;
  return { code: "PATH_MOD", message, mod: name };
}

function misnamed(target: string, { name, version }: PackLabel): Warning[] {
  const archive = `${name}_${version}.zip`;
  if (basename(target) === archive) return [];
  return [{ code: "MISNAMED_ARCHIVE", message: `The game loads this mod only when its file is called ${archive}.` }];
}
