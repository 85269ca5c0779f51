import { randomBytes } from "node:crypto";
import { lstat, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { renameOver } from "@factorio-lock/disk";

/** The file that marks a folder as an export, which may be replaced. It is written first. */
export const MARK = ".factorio-lock-export";

/** An unfinished export without changes for this long is considered abandoned. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Files of a running nginx in an export: its PID file, its logs, and its folder for request bodies. */
const NGINX_FILES = /^(?:nginx\.pid|tmp|.+\.log(?:\..+)?)$/;

/** A new name next to `out` for an unfinished export. */
export function temporaryBeside(out: string): string {
  return `${out}.${randomBytes(6).toString("hex")}.tmp`;
}

/**
 * Removes unfinished exports next to `out` in which nothing was written for an hour. Another process may still be
 * writing newer ones.
 */
export async function removeAbandoned(out: string, now: number = Date.now()): Promise<void> {
  const [folder, base] = [path.dirname(out), `${path.basename(out)}.`];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(base) || !/^[0-9a-f]{12}\.tmp(?:\.old)?$/.test(name.slice(base.length))) continue;
    const left = path.join(folder, name);
    const mark = await lstat(path.join(left, MARK)).catch(() => undefined);
    if (mark && now - (await lastChange(left)) > ABANDONED_AFTER_MS)
      await rm(left, { recursive: true, force: true }).catch(() => {});
  }
}

/** Replaces the previous export by a finished one, and moves the files of a running nginx over. */
export async function takePlace(temporary: string, out: string): Promise<void> {
  const exists = await stat(out).then(
    () => true,
    () => false,
  );
  if (!exists) return renameOver(temporary, out);
  const old = `${temporary}.old`;
  await renameOver(out, old);
  try {
    await renameOver(temporary, out);
  } catch (error) {
    await renameOver(old, out);
    throw error;
  }
  for (const name of (await readdir(old)).filter((file) => NGINX_FILES.test(file))) {
    // Removes the new, empty folder of the same name first.
    if (name === "tmp") await rm(path.join(out, name), { recursive: true, force: true });
    await renameOver(path.join(old, name), path.join(out, name)).catch(() => {});
  }
  await rm(old, { recursive: true, force: true });
}

/** The approximate time of the last write to an unfinished export, by the times of its folders. */
async function lastChange(folder: string): Promise<number> {
  const places = [folder, ...["api/mods", "download"].map((name) => path.join(folder, name))];
  const times = await Promise.all(
    places.map((place) =>
      stat(place).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times);
}
