import { FactorioLockError } from "../error.ts";
import { formatLockfile } from "../lockfile/format-lockfile.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { parseLockfile } from "../lockfile/parse-lockfile.ts";
import { formatNewManifest } from "../manifest/format-new-manifest.ts";
import type { Manifest, PackInfo, Requirement, Requirements, SettingValues } from "../manifest/manifest.ts";
import { modValueOf } from "../manifest/manifest-edit.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";

/** The value of `format` by which a pack file is recognised. */
const FORMAT = "factorio-lock-pack";

/** The version of the format that this program writes, and the highest that it reads. */
const FORMAT_VERSION = 1;

/**
 * A modpack as its author hands it out: manifest, lockfile and settings in one file. Source:
 * docs/authors/publishing.md, "One file".
 */
export interface PackFile {
  readonly manifest: Manifest;
  readonly lockfile: Lockfile;
}

/** The parts of a new pack file. */
export interface NewPackFile {
  readonly pack: PackInfo;
  readonly lockfile: Lockfile;
  readonly settings: SettingValues | undefined;
}

/**
 * The text of a pack file, always the same bytes for the same modpack. `path` mods are of one machine, and are left out.
 * Source: docs/authors/publishing.md, "One file".
 */
export function formatPackFile({ pack, lockfile, settings }: NewPackFile): string {
  const { factorio, expansion } = lockfile;
  const requirements = ofEverywhere(lockfile.requirements);
  const mods = new Map([...lockfile.mods].filter(([, { kind }]) => kind !== "path"));
  const manifest = formatNewManifest({
    factorio: factorio.text,
    expansion,
    mods: new Map([...requirements].map(([name, requirement]) => [name, modValueOf(requirement)])),
    pack,
    ...(settings ? { settings } : {}),
  });
  const { from: _, ...label } = pack;
  const document = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    ...label,
    manifest: linesOf(manifest),
    lockfile: linesOf(formatLockfile({ ...lockfile, requirements, mods })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The requirements without the paths of one machine: of a `path` mod that is left out for a while that it is left out. */
function ofEverywhere(requirements: Requirements): Requirements {
  return new Map(
    [...requirements].flatMap(([name, requirement]): [string, Requirement][] => {
      if (requirement.kind === "path") return [];
      const isOfPath = requirement.kind === "refused" && requirement.remembered?.kind === "path";
      return [[name, isOfPath ? { kind: "refused" } : requirement]];
    }),
  );
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
}

/** Whether a JSON value says of itself that it is a pack file. */
export function isPackFile(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && "format" in value && value.format === FORMAT;
}

/**
 * Reads the JSON value of a pack file.
 *
 * @param file how the pack is named in errors
 * @throws FactorioLockError `FAILED` if it is damaged, or of a newer program
 */
export async function readPackFile(value: { readonly [key: string]: unknown }, file: string): Promise<PackFile> {
  const { formatVersion } = value;
  if (typeof formatVersion === "number" && formatVersion > FORMAT_VERSION) {
    throw new FactorioLockError("FAILED", `${file} is a pack of a newer factorio-lock.`, {
      hint: "upgrade factorio-lock: `npm install -g factorio-lock@latest`.",
    });
  }
  const [manifestText, lockfileText] = [textOf(value["manifest"]), textOf(value["lockfile"])];
  if (formatVersion !== FORMAT_VERSION || manifestText === undefined || lockfileText === undefined) {
    throw damaged(file, "it has no manifest or no lockfile");
  }
  try {
    const manifest = parseManifest(manifestText, `${file} (manifest)`);
    const lockfile = await parseLockfile(lockfileText, `${file} (lockfile)`);
    if ([...lockfile.mods.values()].some(({ kind }) => kind === "path"))
      throw damaged(file, "it has a mod of a machine");
    return { manifest, lockfile };
  } catch (error) {
    if (!(error instanceof FactorioLockError) || error.code === "FAILED") throw error;
    throw damaged(file, error.message.replace(/\.$/, ""), error);
  }
}

function textOf(lines: unknown): string | undefined {
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) return undefined;
  return `${lines.join("\n")}\n`;
}

function damaged(file: string, fault: string, cause?: unknown): FactorioLockError {
  return new FactorioLockError("FAILED", `The pack ${file} cannot be read: ${fault}.`, {
    hint: "ask whoever made it for another copy.",
    ...(cause === undefined ? {} : { cause }),
  });
}
