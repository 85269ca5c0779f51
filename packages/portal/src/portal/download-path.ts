import { isSafeName } from "@factorio-lock/core";

/** The parts of a download address. */
export interface DownloadPath {
  readonly name: string;
  readonly id: string;
}

/**
 * Reads `/download/NAME/ID`, where the name may be percent-encoded; undefined for anything else. Source:
 * docs/factorio.md, 1.3.
 *
 * @example parseDownloadPath("/download/Flow Control/5ede2462a9868c000d81477f")
 */
export function parseDownloadPath(path: string): DownloadPath | undefined {
  const match = /^\/download\/([^/?#\\]{1,300})\/([0-9A-Za-z]{1,64})$/.exec(path);
  if (!match) return undefined;
  const name = tryDecode(match[1] as string);
  return name !== undefined && isSafeName(name) ? { name, id: match[2] as string } : undefined;
}

function tryDecode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
