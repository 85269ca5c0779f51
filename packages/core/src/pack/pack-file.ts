import { FactorioLockError } from "../error.ts";
import { formatLockfile } from "../lockfile/format-lockfile.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { parseLockfile } from "../lockfile/parse-lockfile.ts";
import { formatNewManifest } from "../manifest/format-new-manifest.ts";
import type { Manifest, PackInfo, Requirement, Requirements, SettingValues } from "../manifest/manifest.ts";
import { modValueOf } from "../manifest/manifest-edit.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";

/** The value of `format` that identifies a pack file. */
const FORMAT = "factorio-lock-pack";

/** The format version that this program writes, and the highest that it reads. */
const FORMAT_VERSION = 1;

/**
 * A modpack as its author distributes it: manifest, lockfile and settings in one file. Source:
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
 * Prints a pack file. The same modpack always gives the same bytes. `path` mods exist on one machine only and are left
 * out. Source: docs/authors/publishing.md, "One file".
 */
export function formatPackFile({ pack, lockfile, settings }: NewPackFile): string {
  const { factorio, expansion } = lockfile;
  const requirements = withoutPaths(lockfile.requirements);
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

/** The requirements without paths: `path` mods are dropped, and a disabled `path` mod becomes `false`. */
function withoutPaths(requirements: Requirements): Requirements {
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

/** Whether a JSON value claims to be a pack file. */
export function isPackFile(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && "format" in value && value.format === FORMAT;
}

/**
 * Parses the JSON value of a pack file.
 *
 * @param file the pack's name for messages
 * @throws FactorioLockError `FAILED` if it is damaged or was written by a newer version
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
    throw damagedError(file, "it has no manifest or no lockfile");
  }
  try {
    const manifest = parseManifest(manifestText, `${file} (manifest)`);
    const lockfile = await parseLockfile(lockfileText, `${file} (lockfile)`);
    if ([...lockfile.mods.values()].some(({ kind }) => kind === "path"))
      throw damagedError(file, "it has a mod of a machine");
    return { manifest, lockfile };
  } catch (error) {
    if (!(error instanceof FactorioLockError) || error.code === "FAILED") throw error;
    throw damagedError(file, error.message.replace(/\.$/, ""), error);
  }
}

function textOf(lines: unknown): string | undefined {
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) return undefined;
  return `${lines.join("\n")}\n`;
}

function damagedError(file: string, fault: string, cause?: unknown): FactorioLockError {
  return new FactorioLockError("FAILED", `The pack ${file} cannot be read: ${fault}.`, {
    hint: "ask whoever made it for another copy.",
    ...(cause === undefined ? {} : { cause }),
  });
}
