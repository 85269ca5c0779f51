import {
  FactorioLockError,
  hasConflictMarkers,
  type Lockfile,
  parseLockfile,
  type Requirement,
} from "@factorio-lock/core";
import { readText } from "../../project/read-text.ts";
import type { TextconvResult } from "./result.ts";

/**
 * A lockfile with a line for each mod; a file that is not one as it is, as git shows every version that ever was.
 *
 * @param file absolute
 * @throws FactorioLockError FAILED if there is none
 */
export async function textconv(file: string): Promise<TextconvResult> {
  const text = await readText(file, "LOCKFILE_INVALID");
  if (text === undefined) throw new FactorioLockError("FAILED", `There is no file ${file}.`);
  if (hasConflictMarkers(text)) return { lines: text.split("\n") };
  try {
    return { lines: linesOf(await parseLockfile(text, file)) };
  } catch (error) {
    if (!(error instanceof FactorioLockError)) throw error;
    return { lines: text.split("\n") };
  }
}

function linesOf({ factorio, expansion, requirements, builtin, mods }: Lockfile): string[] {
  return [
    `factorio ${factorio.text}${expansion ? ", with the expansion" : ""}; enabled: ${builtin.join(", ")}`,
    ...[...requirements].map(([name, requirement]) => `asks for ${name} ${asked(requirement)}`),
    ...[...mods].map(([name, mod]) =>
      mod.kind === "path"
        ? `${name} ${mod.version.text} from ${mod.path}`
        : `${name} ${mod.version.text} (SHA-1 ${mod.sha1.slice(0, 8)}…)`,
    ),
  ];
}

function asked(requirement: Requirement): string {
  if (requirement.kind === "range") return requirement.range.text;
  if (requirement.kind === "path") return `from ${requirement.path}`;
  return requirement.remembered ? `${asked(requirement.remembered)}, disabled` : "never";
}
