import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  FactorioLockError,
  formatPackFile,
  isBuiltin,
  lockedModList,
  type PackInfo,
  packFault,
  parseVersion,
  type Warning,
} from "@factorio-lock/core";
import { writeNamedFile } from "@factorio-lock/disk";
import { formatModList } from "@factorio-lock/game";
import type { NetworkOptions } from "../../modpack/services.ts";
import { admitModDirectory } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import {
  displayPath,
  findUpward,
  LOCKFILE_NAME,
  lockedPlace,
  MANIFEST_NAME,
  modDirectoryOf,
  type Place,
} from "../../project/place.ts";
import { openProject } from "../../project/project.ts";
import { FIRST_VERSION } from "../diff/modpack-changelog.ts";
import { exportedChangelog } from "./formats/changelog.ts";
import { clusterioPack } from "./formats/clusterio.ts";
import { cycloneDx } from "./formats/cyclonedx.ts";
import { composeFile } from "./formats/docker.ts";
import { type ExportedPack, givenLabel, type PackLabel, UNKNOWN_AUTHOR } from "./formats/exported-pack.ts";
import type { ExportFormat } from "./formats/formats.ts";
import { htmlExport } from "./formats/html-page.ts";
import { markdownTable } from "./formats/markdown-table.ts";
import { metapackageZip } from "./formats/metapackage.ts";
import { writeModsZip } from "./formats/mods-zip.ts";
import { nixExpression } from "./formats/nix.ts";
import type { ExportResult } from "./result.ts";

/** Options of `export`. */
export interface ExportOptions extends NetworkOptions {
  /**
   * The file to write. Absolute; `-` returns the text in the result. Default: a format in `DEFAULT_ENDINGS` is written to
   * `NAME_VERSION` with that ending in the current folder; the text of others is returned in the result.
   */
  readonly file?: string | undefined;
  /** A valid mod name. Default: `pack.name`, else the name of the modpack's folder. */
  readonly name?: string | undefined;
  /** Default: `pack.version`, else 1.0.0. */
  readonly version?: string | undefined;
  /** Default: `pack.title`, else the name. */
  readonly title?: string | undefined;
  /** Default: `pack.author`, else `unknown`. */
  readonly author?: string | undefined;
  /** Ask for `>=` the locked versions, in a metapackage. */
  readonly loose?: boolean | undefined;
  /** The address of a mirror, for nix. */
  readonly mirror?: string | undefined;
  /** The older lockfile whose changes an html page and a metapackage list: a file or a git revision. */
  readonly since?: string | undefined;
  /** Hold the mods' thumbnails, in an html page. */
  readonly thumbnails?: boolean | undefined;
}

/**
 * Writes the locked mods in the format of another program. Only an html page needs the portal.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID, MANIFEST_INVALID; USAGE for a name or version that a mod
 *   cannot have, or a file that belongs to the modpack.
 */
export async function exportMods(
  context: Context,
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<ExportResult> {
  if (options.mirror !== undefined && !/^https?:\/\/[^/\s@]+(?:\/\S*)?$/.test(options.mirror)) {
    throw new FactorioLockError("USAGE", `--mirror is the address of a mirror, not "${options.mirror}".`, {
      hint: "it looks like https://mods.example.com.",
    });
  }
  const place = await lockedPlace(context);
  const { lockfile } = await demandLock(place);
  const project = findUpward(context.cwd, MANIFEST_NAME) === undefined ? undefined : await openProject(context);
  const settings = project?.settings;
  const label = labelOf(place, format, options, project?.manifest.pack);
  const pack = { lockfile, settings, label, loose: options.loose };
  const modDirectory = project?.modDirectory ?? modDirectoryOf(context, place);
  const mods = lockfile.mods.size;
  const warnings = [...lockfile.mods].flatMap(([name, mod]) => (mod.kind === "path" ? [notOnPortal(name)] : []));
  const target = targetOf(context, format, label, options.file);
  if (target !== undefined) refuseOwn(target);
  if (format === "zip" && target !== undefined) {
    await admitModDirectory(context, { root: place.root, modDirectory });
    await writeModsZip(target, { lockfile, settings, root: place.root, modDirectory });
    return { format, mods, file: displayPath(context.cwd, target), text: null, warnings: [] };
  }
  if (format === "html") {
    const made = await htmlExport(context, pack, project?.manifest.pack, options);
    const result = { format, mods, warnings: [...warnings, ...made.warnings] };
    if (target === undefined || !made.beside) return deliver(context, target, made.page, result);
    const beside = join(dirname(target), made.beside.name);
    await writeNamedFile(beside, made.beside.text);
    return { ...(await deliver(context, target, made.page, result)), beside: displayPath(context.cwd, beside) };
  }
  const content = await contentOf(format, pack, {
    info: project?.manifest.pack,
    modDirectory: composePath(displayPath(place.root, modDirectory)),
    mirror: options.mirror,
    changelog:
      format === "metapackage"
        ? await exportedChangelog(context, place.root, { ...options, version: label.version })
        : "",
  });
  if (format === "metapackage" && target !== undefined) warnings.push(...misnamedWarnings(target, label));
  return deliver(context, target, content, { format, mods, warnings });
}

/** Writes the content to its file, or returns it in the result if there is no file. */
async function deliver(
  { cwd }: Context,
  target: string | undefined,
  content: string | Buffer,
  result: Omit<ExportResult, "file" | "text">,
): Promise<ExportResult> {
  if (target === undefined) return { ...result, file: null, text: content.toString() };
  await writeNamedFile(target, content);
  return { ...result, file: displayPath(cwd, target), text: null };
}

/** A folder as a compose file writes it: with slashes, and a relative one with `./` in front. */
function composePath(folder: string): string {
  const slashes = folder.replaceAll("\\", "/");
  return /^(?:\/|[A-Za-z]:)/.test(slashes) ? slashes : `./${slashes}`;
}

interface ExportFacts {
  readonly info: PackInfo | undefined;
  readonly modDirectory: string;
  readonly mirror: string | undefined;
  /** The changelog.txt of a metapackage; empty for none. */
  readonly changelog: string;
}

async function contentOf(
  format: ExportFormat,
  pack: ExportedPack,
  { info, modDirectory, mirror, changelog }: ExportFacts,
): Promise<string | Buffer> {
  switch (format) {
    case "mod-list":
      return formatModList(lockedModList(pack.lockfile));
    case "metapackage":
      return metapackageZip(pack, changelog);
    case "markdown":
      return markdownTable(pack);
    case "pack": {
      const { lockfile, settings, label } = pack;
      const { name, version } = label;
      return formatPackFile({ pack: { ...info, name, version, ...givenLabel(label) }, lockfile, settings });
    }
    case "docker":
      return composeFile({ ...pack, modDirectory });
    case "nix":
      return nixExpression(pack, mirror);
    case "cyclonedx":
      return cycloneDx(pack);
    case "html":
      throw new Error("a page is made with what the portal knows");
    case "zip":
      throw new Error("a zip is written to a file");
    case "clusterio":
      return `${clusterioPack(pack)}\n`;
  }
}

function labelOf({ root }: Place, format: ExportFormat, options: ExportOptions, pack: PackInfo = {}): PackLabel {
  const name = options.name ?? pack.name ?? basename(root);
  const version = options.version ?? pack.version ?? FIRST_VERSION;
  const title = options.title ?? pack.title ?? name;
  if (format === "pack" || format === "html") {
    const fault = packFault("name", name) ?? packFault("version", version);
    if (fault !== undefined) {
      const wrong = packFault("name", name) === undefined ? version : name;
      throw new FactorioLockError("USAGE", `"${wrong}" cannot be the name or version of a pack: expected ${fault}.`, {
        hint: "say others with --name and --mod-version, or below `pack:` in mods.yaml.",
      });
    }
  }
  if (format === "metapackage") {
    if (!/^[A-Za-z0-9_-]{4,49}$/.test(name) || isBuiltin(name)) throw invalidName(name);
    if (parseVersion(version)?.text.split(".").length !== 3) {
      throw new FactorioLockError("USAGE", `"${version}" is not the version of a mod.`, {
        hint: "it has three numbers, such as 1.0.0.",
      });
    }
    if (title.length > 100) throw new FactorioLockError("USAGE", "The title of a mod has at most 100 characters.");
  }
  return { name, version, title, author: options.author ?? pack.author ?? UNKNOWN_AUTHOR };
}

function invalidName(name: string): FactorioLockError {
  return new FactorioLockError("USAGE", `"${name}" cannot be the name of a mod on the mod portal.`, {
    hint: "name one with --name: 4 to 49 letters, digits, - and _.",
  });
}

/** The file name that means standard output. */
const PRINTED = "-";

/** The formats that are written to a file by default, with the ending of its name. */
const DEFAULT_ENDINGS: Readonly<Partial<Record<ExportFormat, string>>> = {
  metapackage: ".zip",
  pack: ".pack.json",
  zip: "_mods.zip",
  html: ".html",
};

function targetOf(
  context: Context,
  format: ExportFormat,
  { name, version }: PackLabel,
  file: string | undefined,
): string | undefined {
  const ending = DEFAULT_ENDINGS[format];
  const fileName = ending === undefined ? undefined : `${name}_${version}${ending}`;
  if (file === PRINTED) {
    if (format !== "zip" && format !== "metapackage") return undefined;
    throw new FactorioLockError("USAGE", `A ${format} is an archive, which is not printed.`, { hint: "name a file." });
  }
  if (file === undefined) return fileName === undefined ? undefined : join(context.cwd, fileName);
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return file;
  if (fileName !== undefined) return join(file, fileName);
  throw new FactorioLockError("USAGE", `${file} is a folder.`, { hint: "name the file that is to be written." });
}

/** @throws FactorioLockError USAGE if the export would replace mods.yaml or mods.lock. */
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

function misnamedWarnings(target: string, { name, version }: PackLabel): Warning[] {
  const archive = `${name}_${version}.zip`;
  if (basename(target) === archive) return [];
  return [{ code: "MISNAMED_ARCHIVE", message: `The game loads this mod only when its file is called ${archive}.` }];
}
