import { isSafeFileName } from "../mod/mod-name.ts";
import { readVersion, type Version } from "../version/version.ts";

/**
 * Whether a file name is safe and the one that the game expects for this release: `NAME_VERSION.zip`, the version
 * compared as numbers. Source: docs/factorio.md, 4.1; docs/security.md, "Data from the network".
 */
export function fitsMod(fileName: string, name: string, version: Version): boolean {
  const end = fileName.lastIndexOf("_");
  if (!isSafeFileName(fileName) || fileName.slice(0, end) !== name) return false;
  return readVersion(fileName.slice(end + 1, -".zip".length))?.packed === version.packed;
}

/**
 * Whether a text is a relative address below `/download/`, without a query and without `.` or `..` segments. Source:
 * docs/security.md, "Data from the network".
 */
export function isSafeDownload(address: string): boolean {
  return (
    address.length <= 500 &&
    /^\/download(?:\/[^/\\?#\p{Cc}]+)+$/u.test(address) &&
    !address.split("/").some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))
  );
}
