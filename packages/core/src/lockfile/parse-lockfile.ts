import { conflictMarkAt, hasConflictMarkers } from "../text/conflict.ts";
import { type Fault, faultError } from "../yaml/fault.ts";
import { readPlainYaml } from "../yaml/read-plain.ts";
import { decodeLockfile } from "./decode-lockfile.ts";
import type { Lockfile } from "./lockfile.ts";
import { readWritten } from "./read-written.ts";

/** The largest lockfile in our own form, in characters: some 50,000 mods. Other YAML has a lower limit. */
const MAX_PLAIN_LENGTH = 32 * 1024 * 1024;

const DAMAGED_HINT =
  "the lockfile was edited or damaged: restore it from git or a backup, or delete it and run `factorio-lock lock`.";

/**
 * Parses `mods.lock`. Text in the form that `formatLockfile` writes is parsed without loading the YAML library; any
 * other YAML of the same content is accepted too. Source: docs/lockfile.md.
 *
 * @param file the file's name for messages.
 * @throws FactorioLockError `LOCKFILE_INVALID` with a line `FILE:LINE:COLUMN: …` for each fault.
 */
export async function parseLockfile(text: string, file: string): Promise<Lockfile> {
  const written = text.length <= MAX_PLAIN_LENGTH ? readWritten(text) : undefined;
  if (written !== undefined) return written;
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
  // A lockfile should not be repaired by hand, so the YAML reader's hints are dropped.
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
