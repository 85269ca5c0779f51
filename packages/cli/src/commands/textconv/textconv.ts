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
 * A lockfile with a line for each mod. Other content is returned unchanged, because git also shows broken versions.
 *
 * @param file absolute
 * @throws FactorioLockError FAILED if there is no such file
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
    ...[...requirements].map(([name, requirement]) => `asks for ${name} ${requirementText(requirement)}`),
    ...[...mods].map(([name, mod]) =>
      mod.kind === "path"
        ? `${name} ${mod.version.text} from ${mod.path}`
        : `${name} ${mod.version.text} (SHA-1 ${mod.sha1.slice(0, 8)}…)`,
    ),
  ];
}

function requirementText(requirement: Requirement): string {
  if (requirement.kind === "range") return requirement.range.text;
  if (requirement.kind === "path") return `from ${requirement.path}`;
  return requirement.remembered ? `${requirementText(requirement.remembered)}, disabled` : "never";
}
