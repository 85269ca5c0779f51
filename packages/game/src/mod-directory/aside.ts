import { lstatSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { type Control, ensureFolder } from "./control.ts";
import type { Journal } from "./journal.ts";

/** The folder to which unmanaged files are moved: `mods.set-aside` next to `mods`, or one in the control folder. */
export function asideFolder(control: Control, aside: Journal["aside"]): string {
  const { directory, folder } = control;
  return aside === "within" ? join(folder, "set-aside") : join(dirname(directory), `${basename(directory)}.set-aside`);
}

/**
 * Creates the set-aside folder: next to the mod directory if that is writable and on the same disk, otherwise in the
 * control folder.
 *
 * @throws FactorioLockError `FAILED` if both paths are links or files
 */
export function prepareAside(control: Control): Journal["aside"] {
  const beside = asideFolder(control, "beside");
  try {
    ensureFolder(beside);
    if (lstatSync(beside).dev === lstatSync(control.directory).dev) return "beside";
  } catch {
    // It cannot be created there; the control folder is always writable.
  }
  ensureFolder(asideFolder(control, "within"));
  return "within";
}

/** A name that is unused in the folder: `foo_1.0.0.zip`, else `foo_1.0.0 (2).zip`, … */
export function freeName(folder: string, fileName: string, taken: ReadonlySet<string>): string {
  const extension = extname(fileName) === ".zip" ? ".zip" : "";
  const stem = fileName.slice(0, fileName.length - extension.length);
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? fileName : `${stem} (${count})${extension}`;
    if (!taken.has(name) && !lstatSync(join(folder, name), { throwIfNoEntry: false })) return name;
  }
}
