import { randomBytes } from "node:crypto";
import { lstat, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { renameOver } from "@factorio-lock/disk";

/** Says that a folder is an export and may be replaced. It is the first thing in it. */
export const MARK = ".factorio-lock-export";

/** Milliseconds after which an unfinished export in which nothing was written belongs to nobody. */
const STALE = 60 * 60 * 1000;

/** Files that a running nginx has open in an export: its process id, its logs, its folder for what it receives. */
const OF_NGINX = /^(?:nginx\.pid|tmp|.+\.log(?:\..+)?)$/;

/** A new name next to `out` for an export that is being written. */
export function temporaryBeside(out: string): string {
  return `${out}.${randomBytes(6).toString("hex")}.tmp`;
}

/**
 * Removes what killed exports left next to `out`: folders with the name of an unfinished one, in which nothing was written for
 * an hour. Another process may be at work on the others.
 */
export async function removeAbandoned(out: string, now: number = Date.now()): Promise<void> {
  const [folder, base] = [path.dirname(out), `${path.basename(out)}.`];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(base) || !/^[0-9a-f]{12}\.tmp(?:\.old)?$/.test(name.slice(base.length))) continue;
    const left = path.join(folder, name);
    const mark = await lstat(path.join(left, MARK)).catch(() => undefined);
    if (mark && now - (await lastChange(left)) > STALE)
      await rm(left, { recursive: true, force: true }).catch(() => {});
  }
}

/** Puts a finished export in the place of the last one, as a whole; what nginx has open there moves along. */
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
  for (const name of (await readdir(old)).filter((file) => OF_NGINX.test(file))) {
    // An empty folder of the same name is there already: it gives way.
    if (name === "tmp") await rm(path.join(out, name), { recursive: true, force: true });
    await renameOver(path.join(old, name), path.join(out, name)).catch(() => {});
  }
  await rm(old, { recursive: true, force: true });
}

/** When something was last written to an unfinished export, as far as its folders tell. */
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
