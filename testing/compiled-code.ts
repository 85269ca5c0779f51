import { mkdtempSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { removeFolder } from "./sandbox.mjs";

/** The variable that names the folder to the processes of a test run. */
const VARIABLE = "FACTORIO_LOCK_TEST_CODE";

/** Vitest's global setup: makes a folder for the executable's compiled code, which all homes of a test run share. */
export default function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "factorio-lock-code-"));
  process.env[VARIABLE] = folder;
  return () => removeFolder(folder);
}

/**
 * Lets the executable find its compiled code in a new home, so that not every test compiles it anew. Where that folder
 * stands elsewhere or no link can be made, as on Windows, each home gets a compiled form of its own.
 */
export async function shareCompiledCode(home: string): Promise<void> {
  const shared = process.env[VARIABLE];
  if (shared === undefined || process.platform !== "linux") return;
  const place = join(home, ".cache", "factorio-lock", "code");
  await mkdir(dirname(place), { recursive: true });
  await symlink(shared, place);
}
