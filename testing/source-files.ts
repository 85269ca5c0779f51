import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders of what is installed or made, into which other programs write meanwhile: they are not even listed. */
const NO_SOURCES: ReadonlySet<string> = new Set(["node_modules", "dist", ".vitepress"]);

/** The files below a folder that people write, relative to it, with forward slashes. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return entry.isFile() ? [entry.name] : [];
    if (NO_SOURCES.has(entry.name)) return [];
    return sourceFiles(join(folder, entry.name)).map((file) => `${entry.name}/${file}`);
  });
}
