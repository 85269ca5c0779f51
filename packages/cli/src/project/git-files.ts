import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { FactorioLockError, type Warning } from "@factorio-lock/core";
import { replaceFile } from "@factorio-lock/disk";
import type { Context } from "./context.ts";
import { LOCKFILE_NAME, MANIFEST_NAME } from "./place.ts";
import { readText } from "./read-text.ts";
import { isWithin, realPath } from "./real-place.ts";

/** The lines that make git ignore what `install` creates, unless `mods.yaml` names another folder. */
const IGNORED: readonly string[] = ["/mods/", "/mods.set-aside/"];

/** The lines that make git merge and diff with factorio-lock, in a clone where `git-setup` was run. */
const ATTRIBUTES: readonly string[] = [
  `${MANIFEST_NAME} merge=factorio-lock`,
  `${LOCKFILE_NAME} merge=factorio-lock diff=factorio-lock`,
];

/** The outcome of adding lines to git's files for a new manifest. */
export interface GitFiles {
  /** The files to which lines were added. */
  readonly changed: readonly string[];
  readonly warnings: readonly Warning[];
}

/**
 * Adds the lines for a new manifest to `.gitignore` and `.gitattributes`; undefined outside a git repository. A file that
 * cannot be written only causes a warning, because its author can add the lines by hand. Source: docs/commands.md, "init".
 */
export async function writeGitFiles({ env }: Pick<Context, "env">, root: string): Promise<GitFiles | undefined> {
  if (!isInRepository(root, (env["GIT_CEILING_DIRECTORIES"] ?? "").split(delimiter))) return undefined;
  const changed: string[] = [];
  const warnings: Warning[] = [];
  const files = { ".gitignore": IGNORED, ".gitattributes": ATTRIBUTES };
  for (const [name, lines] of Object.entries(files)) {
    try {
      if (await addLines(join(root, name), lines)) changed.push(name);
    } catch (error) {
      if (!(error instanceof FactorioLockError)) throw error;
      const message = `${error.message} It should have these lines: ${lines.map((text) => `\`${text}\``).join(", ")}.`;
      warnings.push({ code: "GIT_FILE", message });
    }
  }
  return { changed, warnings };
}

/** Whether git would find a repository: it looks upward, but neither at nor above a ceiling. */
function isInRepository(root: string, ceilings: readonly string[]): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    if (folder !== root && ceilings.includes(folder)) return false;
    if (existsSync(join(folder, ".git"))) return true;
    if (dirname(folder) === folder) return false;
  }
}

/**
 * Adds to `.gitattributes` what `git-setup` needs there.
 *
 * @returns whether something was missing
 */
export function addAttributes(root: string): Promise<boolean> {
  return addLines(join(root, ".gitattributes"), ATTRIBUTES);
}

/** Adds the lines that a file lacks, with the file's line ending. Returns whether it lacked any. */
async function addLines(path: string, lines: readonly string[]): Promise<boolean> {
  // What a link leads to elsewhere would be copied into the repository.
  if (!isWithin(realPath(dirname(path)), realPath(path))) {
    throw new FactorioLockError("FAILED", `${path} is a link to a file outside its folder, and is left alone.`);
  }
  const before = (await readText(path, "FAILED")) ?? "";
  const present = new Set(before.split(/\r?\n/).map(meaning));
  const missing = lines.filter((text) => !present.has(meaning(text)));
  if (missing.length === 0) return false;
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const start = before === "" || before.endsWith("\n") ? before : `${before}${newline}`;
  await replaceFile(path, `${start}${missing.map((text) => `${text}${newline}`).join("")}`);
  return true;
}

/** The same text for `mods`, `/mods`, `mods/` and `/mods/`, which all ignore the same folder. */
function meaning(line: string): string {
  return line.trim().replace(/^\/|\/$/g, "");
}
