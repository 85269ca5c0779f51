import { dirname, relative, resolve } from "node:path";
import {
  FactorioLockError,
  hasConflictMarkers,
  type Lockfile,
  mergeConflict,
  parseLockfile,
} from "@factorio-lock/core";
import type { Context } from "./context.ts";
import { findUpward, LOCKFILE_NAME } from "./place.ts";
import { readText } from "./read-text.ts";
import { withoutQuoting } from "./without-quoting.ts";

/**
 * The lockfiles named on the command line or, if none is named, the one found from the current folder upward.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID.
 */
export async function namedLockfiles(context: Context, names: readonly string[]): Promise<Lockfile[]> {
  const root = names.length > 0 ? undefined : findUpward(context.cwd, LOCKFILE_NAME);
  const paths = root === undefined ? names.map((name) => resolve(context.cwd, name)) : [resolve(root, LOCKFILE_NAME)];
  if (paths.length === 0) {
    throw new FactorioLockError(
      "LOCKFILE_MISSING",
      `There is no ${LOCKFILE_NAME} in ${context.cwd} or any folder above it.`,
      {
        hint: "name the lockfiles that count.",
      },
    );
  }
  return Promise.all(paths.map((path) => withoutQuoting(dirname(path), path, () => readLockfile(context, path))));
}

async function readLockfile(context: Context, path: string): Promise<Lockfile> {
  const text = await readText(path, "LOCKFILE_INVALID");
  const name = relative(context.cwd, path) || path;
  if (text === undefined) throw new FactorioLockError("LOCKFILE_MISSING", `There is no lockfile ${name}.`);
  return hasConflictMarkers(text) ? mergeConflict(text, name) : parseLockfile(text, name);
}
