import { readFile, stat } from "node:fs/promises";

/** The maximum size in bytes; larger files cannot be credentials. */
const MAX_SIZE = 64 * 1024 * 1024;

/** Reads a JSON object from a file; undefined if the file is missing or contains anything else. */
export async function readJsonFile(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size > MAX_SIZE) return undefined;
    const json = parseGameJson(await readFile(path, "utf8"));
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Parses the JSON of one of the game's files. A comma before a closing bracket is accepted: the official example of
 * `server-settings.json` of 0.17.29 to 0.17.31 has one. Source: docs/factorio.md, 5.
 *
 * @throws SyntaxError
 */
export function parseGameJson(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(plain);
  } catch {
    return JSON.parse(plain.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string?: string) => string ?? ""));
  }
}
