import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceFiles } from "../../../testing/source-files.ts";

/** The folder of the pages, with a slash at its end. */
export const DOCS: string = fileURLToPath(new URL("../../../docs/", import.meta.url));

/** A page in Markdown. */
export interface Page {
  /** From docs/, with forward slashes: `players/index.md`. */
  readonly path: string;
  readonly text: string;
}

/** A code block of a page. */
export interface Block {
  readonly page: string;
  readonly line: number;
  /** `sh`; empty where the fence says none. */
  readonly language: string;
  /** The words after the language: `run`, `output`, `norun: WHY`. */
  readonly marks: string;
  readonly code: string;
}

const GENERATED = /^(?:api|reference)\/|^(?:contributing|results)\.md$/;

/** The pages that people write. */
export function writtenPages(): Page[] {
  return sourceFiles(DOCS)
    .filter((path) => path.endsWith(".md") && !GENERATED.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(DOCS, path), "utf8") }));
}

/** The pages that are made of what the commands declare. */
export async function referencePages(): Promise<Page[]> {
  // In a variable, so that the type checker does not want the types of a script.
  const script = new URL("site/reference-pages.mjs", `file://${DOCS}`).href;
  const made = (await import(script)) as { referencePages(): Promise<Map<string, string>> };
  return [...(await made.referencePages())].map(([path, text]) => ({ path: `reference/${path}`, text }));
}

/** The code blocks of a page, those in lists too. */
export function blocksOf({ path, text }: Page): Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const fence = /^(\s*)(`{3,})(\S*) ?(.*)$/.exec(lines[at] as string);
    if (!fence) continue;
    const [, indent = "", ticks = "", language = "", marks = ""] = fence;
    const line = at + 1;
    const code: string[] = [];
    for (at += 1; at < lines.length && lines[at]?.trim() !== ticks; at += 1) {
      code.push((lines[at] as string).replace(new RegExp(`^ {0,${indent.length}}`), ""));
    }
    blocks.push({ page: path, line, language, marks, code: `${code.join("\n")}\n` });
  }
  return blocks;
}
