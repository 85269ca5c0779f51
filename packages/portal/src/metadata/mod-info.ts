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
import { foreign } from "../portal/status-error.ts";
import { leftOut } from "../wire/decode.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import type { PortalRelease } from "../wire/portal-release.ts";

/**
 * A mod of the portal in core's words, every name, version, file name, address and hash checked. A release that fails is
 * left out with the warning `PORTAL_ODD_ANSWER`. Source: contract section 6.
 *
 * A file name that is harmless but not `NAME_VERSION.zip` (a few old uploads) becomes that, because the game loads no
 * other. Source: domain.md 4.1.
 */
export function modInfo(mod: PortalMod, onWarning?: (warning: Warning) => void): ModInfo {
  const releases: Release[] = [];
  const faults: string[] = [];
  for (const item of mod.releases) {
    const release = releaseOf(mod.name, item);
    if (typeof release !== "string") releases.push(release);
    else faults.push(`${release} (${foreign(item.version).slice(0, 40)})`);
  }
  if (faults[0] !== undefined) onWarning?.(leftOut(mod.name, faults.length, faults[0]));
  return {
    name: mod.name,
    ...(mod.title === "" ? {} : { title: mod.title }),
    ...(mod.deprecated ? { deprecated: true } : {}),
    releases,
  };
}

/** The release, or why it cannot be used. */
function releaseOf(name: string, item: PortalRelease): Release | string {
  const version = readVersion(item.version);
  if (!version || !/^\d+(?:\.\d+)+$/.test(version.text) || version.text.length > 40) return "its version is no version";
  const sha1 = item.sha1 === undefined ? undefined : parseSha1(item.sha1);
  if (item.sha1 !== undefined && !sha1) return "its SHA-1 is none";
  if (!readVersion(item.info_json.factorio_version) || item.info_json.factorio_version.length > 40) {
    return "its game version is no version";
  }
  if (parseDownloadPath(item.download_url)?.name !== name) return "its download address is not safe";
  if (item.file_name.length > 200 || !/^[^\p{C}/\\:*?"<>|]+\.zip$/u.test(item.file_name))
    return "its file name is not safe";
  if (!/^\d{4}-\d\d-\d\d[T ][\d:.]{5,20}(?:Z|[+-]\d\d:?\d\d)?$/.test(item.released_at)) return "its date is no date";
  const fileName = named(item.file_name, name, version.packed) ? item.file_name : `${name}_${version.text}.zip`;
  if (!isSafeName(name) || !isSafeFileName(fileName)) return "its name is not safe";
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

function named(fileName: string, name: string, packed: number): boolean {
  if (!fileName.startsWith(`${name}_`)) return false;
  const text = fileName.slice(name.length + 1, -".zip".length);
  return /^\d+(?:\.\d+)+$/.test(text) && readVersion(text)?.packed === packed;
}
