import { conflictMarkAt, hasConflictMarkers } from "../text/conflict.ts";
import { type Fault, faultError } from "../yaml/fault.ts";
import { readPlainYaml } from "../yaml/read-plain.ts";
import { decodeLockfile } from "./decode-lockfile.ts";
import type { Lockfile } from "./lockfile.ts";

/** The most characters of a lockfile in our own form, some 50,000 mods; other YAML has a lower limit. */
const MAX_PLAIN_LENGTH = 32 * 1024 * 1024;

const DAMAGED_HINT =
  "the lockfile was edited or damaged: restore it from git or a backup, or delete it and run `factorio-lock lock`.";

/**
 * Reads `mods.lock`. Source: docs/lockfile.md. Text in the form that `formatLockfile` writes is read without loading
 * the YAML library; any other YAML of the same content is read too.
 *
 * @param file the name by which messages call the file.
 * @throws FactorioLockError `LOCKFILE_INVALID` with a line `FILE:LINE:COLUMN: …` for each fault.
 */
export async function parseLockfile(text: string, file: string): Promise<Lockfile> {
  const faults: Fault[] = [];
  if (hasConflictMarkers(text)) {
    const at = text.search(/^<{7}/m);
    const hint = "run `factorio-lock lock`: it merges the two sides and resolves again.";
    throw faultError("LOCKFILE_INVALID", file, text, [
      { at, message: "found the marks of a git merge conflict", hint },
    ]);
  }
  const lone = conflictMarkAt(text);
  if (lone >= 0) {
    throw faultError("LOCKFILE_INVALID", file, text, [
      { at: lone, message: "found a mark that a git merge conflict left", hint: DAMAGED_HINT },
    ]);
  }
  const plain = text.length <= MAX_PLAIN_LENGTH ? readPlainYaml(text) : undefined;
  const root = plain ?? (await import("../yaml/read-yaml.ts")).readYaml(text, faults);
  // A lockfile should not be repaired manually, so the YAML reader's advice on how to write it is left out.
  const damage = faults.map((fault) => ({ ...fault, hint: DAMAGED_HINT }));
  if (damage.length > 0) throw faultError("LOCKFILE_INVALID", file, text, damage);
  const lockfile = decodeLockfile(root, faults);
  if (lockfile === undefined || faults.length > 0) {
    throw faultError(
      "LOCKFILE_INVALID",
      file,
      text,
      faults.map((fault) => ({ hint: DAMAGED_HINT, ...fault })),
    );
  }
  return lockfile;
}
