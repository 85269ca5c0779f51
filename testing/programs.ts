import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Whether a program is on the path. Tests that want one beside Node, npm and git skip where it is not, and say so. */
export function hasProgram(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What to add to the title of tests that want these programs: empty where all are there. */
export function lacking(...names: readonly string[]): string {
  const missing = names.filter((name) => !hasProgram(name));
  return missing.length > 0 ? ` (skipped: there is no ${missing.join(", no ")})` : "";
}
