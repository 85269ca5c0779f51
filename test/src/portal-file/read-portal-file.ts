import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** A line of a portal file: a mod in the shape of a `/api/mods/NAME/full` answer. Source: docs/factorio.md, 1.3. */
export interface FileMod {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly summary: string;
  readonly downloads_count: number;
  readonly category: string;
  readonly deprecated?: boolean;
  readonly releases: readonly FileRelease[];
}

export interface FileRelease {
  readonly download_url: string;
  readonly file_name: string;
  readonly info_json: { readonly factorio_version: string; readonly dependencies?: readonly string[] };
  readonly released_at: string;
  readonly version: string;
}

/** The mods of a portal file, one JSON object a line. */
export async function readPortalFile(file: string): Promise<FileMod[]> {
  const mods: FileMod[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== "") mods.push(JSON.parse(line) as FileMod);
  }
  return mods;
}
