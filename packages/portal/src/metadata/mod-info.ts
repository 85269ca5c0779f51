import {
  isSafeFileName,
  isSafeName,
  type ModInfo,
  parseSha1,
  type Release,
  readVersion,
  type Warning,
} from "@factorio-lock/core";
import { parseDownloadPath } from "../portal/download-path.ts";
import { printable } from "../portal/printable.ts";
import { leftOutWarning } from "../wire/decode.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import type { PortalRelease } from "../wire/portal-release.ts";

/** A release that was left out because its file name or download address is not safe. */
export interface UnsafeRelease {
  /** As written by the portal, without unprintable characters. */
  readonly version: string;
  readonly factorioVersion: string;
  readonly kind: "file name" | "download address";
  /** The name or address, in the same form. */
  readonly text: string;
}

/** A checked mod from the portal. */
export interface CheckedMod {
  readonly info: ModInfo;
  readonly unsafe: readonly UnsafeRelease[];
}

/** The maximum length of a shown unsafe text. */
const MAX_SHOWN = 200;

/**
 * Converts a portal mod to core's type, checking every name, version, file name, address and hash. A release that fails
 * is left out with the warning `PORTAL_ODD_ANSWER`. Source: docs/portal-api.md, "Decoding".
 *
 * A harmless file name other than `NAME_VERSION.zip` (a few old uploads) is replaced by that, because the game loads no
 * other. Source: docs/factorio.md, 4.1.
 */
export function checkedMod(mod: PortalMod, onWarning?: (warning: Warning) => void): CheckedMod {
  const releases: Release[] = [];
  const unsafe: UnsafeRelease[] = [];
  const faults: string[] = [];
  for (const item of mod.releases) {
    const release = releaseOf(mod.name, item);
    if (!("fault" in release)) {
      releases.push(release);
      continue;
    }
    const version = printable(item.version).slice(0, 40);
    faults.push(`${release.fault} (${version})`);
    const { unsafe: kind } = release;
    if (kind === undefined) continue;
    const text = printable(kind === "file name" ? item.file_name : item.download_url).slice(0, MAX_SHOWN);
    unsafe.push({ version, factorioVersion: item.info_json.factorio_version, kind, text });
  }
  if (faults[0] !== undefined) onWarning?.(leftOutWarning(mod.name, faults.length, faults[0]));
  const info = {
    name: mod.name,
    ...(mod.title === "" ? {} : { title: mod.title }),
    ...(mod.deprecated ? { deprecated: true } : {}),
    releases,
  };
  return { info, unsafe };
}

/** Like `checkedMod`, without the list of unsafe releases. */
export function modInfo(mod: PortalMod, onWarning?: (warning: Warning) => void): ModInfo {
  return checkedMod(mod, onWarning).info;
}

/** Why a release cannot be used, and which part of it is unsafe, if that is the reason. */
interface ReleaseFault {
  readonly fault: string;
  readonly unsafe?: UnsafeRelease["kind"];
}

/** The converted release, or why it cannot be used. */
function releaseOf(name: string, item: PortalRelease): Release | ReleaseFault {
  const version = readVersion(item.version);
  if (!version || !/^\d+(?:\.\d+)+$/.test(version.text) || version.text.length > 40) {
    return { fault: "its version cannot be read" };
  }
  const sha1 = item.sha1 === undefined ? undefined : parseSha1(item.sha1);
  if (item.sha1 !== undefined && !sha1) return { fault: "its SHA-1 cannot be read" };
  if (!readVersion(item.info_json.factorio_version) || item.info_json.factorio_version.length > 40) {
    return { fault: "its game version cannot be read" };
  }
  if (parseDownloadPath(item.download_url)?.name !== name) return unsafe("download address");
  if (item.file_name.length > 200 || !/^[^\p{C}/\\:*?"<>|]+\.zip$/u.test(item.file_name)) return unsafe("file name");
  if (!/^\d{4}-\d\d-\d\d[T ][\d:.]{5,20}(?:Z|[+-]\d\d:?\d\d)?$/.test(item.released_at)) {
    return { fault: "its date cannot be read" };
  }
  const fileName = isUsualName(item.file_name, name, version.packed) ? item.file_name : `${name}_${version.text}.zip`;
  if (!isSafeName(name) || !isSafeFileName(fileName)) return unsafe("file name");
  return {
    version,
    factorioVersion: item.info_json.factorio_version,
    dependencies: item.info_json.dependencies,
    fileName,
    sha1,
    download: item.download_url,
    releasedAt: item.released_at,
  };
}

function unsafe(kind: UnsafeRelease["kind"]): ReleaseFault {
  return { fault: `its ${kind} is not safe`, unsafe: kind };
}

function isUsualName(fileName: string, name: string, packed: number): boolean {
  if (!fileName.startsWith(`${name}_`)) return false;
  const text = fileName.slice(name.length + 1, -".zip".length);
  return /^\d+(?:\.\d+)+$/.test(text) && readVersion(text)?.packed === packed;
}
