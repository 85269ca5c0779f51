import { readFile, stat } from "node:fs/promises";

/** Larger files are none of ours. */
const LARGEST = 64 * 1024 * 1024;

/** The JSON of a file as an object; undefined when there is no such file, or it holds something else. */
export async function readJsonFile(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size > LARGEST) return undefined;
    const json: unknown = JSON.parse((await readFile(path, "utf8")).replace(/^\uFEFF/, ""));
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
