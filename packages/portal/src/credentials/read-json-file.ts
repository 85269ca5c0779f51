import { readFile, stat } from "node:fs/promises";

/** Larger files are not credentials. */
const LARGEST = 64 * 1024 * 1024;

/** The JSON of a file as an object; undefined when there is no such file, or it holds something else. */
export async function readJsonFile(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size > LARGEST) return undefined;
    const json = parseGameJson(await readFile(path, "utf8"));
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The JSON of one of the game's files. A comma before a closing bracket is accepted: the official example of
 * `server-settings.json` of 0.17.29 to 0.17.31 has one. Source: domain.md 5.
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
