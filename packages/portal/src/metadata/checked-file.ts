import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { makeFolder, renameOverSync } from "@factorio-lock/disk";

const HEAD = "factorio-lock-cache 1 ";
const HEAD_LENGTH = HEAD.length + 8 + 1;

/**
 * Reads a file of the cache; undefined if it does not exist, cannot be read, or is damaged (its checksum is wrong).
 * Files of the cache are small and many, so they are read and written without waiting in between.
 */
export function readChecked(path: string): string | undefined {
  const waiting = unwritten.get(path);
  if (waiting !== undefined) return waiting;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  const head = bytes.toString("latin1", 0, HEAD_LENGTH);
  const body = bytes.subarray(HEAD_LENGTH);
  return head === headOf(body) ? body.toString("utf8") : undefined;
}

/**
 * Writes a file of the cache in one rename, so that other processes see the old or the new, never a part.
 *
 * @returns whether that worked; a cache that cannot be written stops nothing.
 */
export function writeChecked(path: string, text: string): boolean {
  const body = Buffer.from(text, "utf8");
  const temporary = `${path}.${process.pid}.${(counter += 1)}.tmp`;
  try {
    write(temporary, body);
  } catch {
    discard(temporary);
    return false;
  }
  try {
    renameOverSync(temporary, path);
  } catch {
    // Windows does not replace a file that another process is reading; that one will have written the same.
    discard(temporary);
  }
  return true;
}

let counter = 0;

/** The texts that wait to be written, by path. */
const unwritten = new Map<string, string>();
let isArmed = false;

/**
 * Writes a file of the cache later: one at a time between the answers of the network, and all before the process exits.
 * This process reads it as if it were written.
 */
export function writeCheckedLater(path: string, text: string): void {
  if (unwritten.size === 0) setImmediate(writeNext);
  unwritten.set(path, text);
  if (!isArmed) process.once("exit", writeAll);
  isArmed = true;
}

/** Writes at once what waits. */
export function writeAll(): void {
  for (const [path, text] of unwritten) writeChecked(path, text);
  unwritten.clear();
}

function writeNext(): void {
  for (const [path, text] of unwritten) {
    writeChecked(path, text);
    unwritten.delete(path);
    break;
  }
  if (unwritten.size > 0) setImmediate(writeNext);
}

function write(path: string, body: Buffer): void {
  const bytes = Buffer.concat([Buffer.from(headOf(body), "latin1"), body]);
  try {
    writeFileSync(path, bytes, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    makeFolder(dirname(path));
    writeFileSync(path, bytes, { flag: "wx" });
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It could not even be made.
  }
}

function headOf(body: Buffer): string {
  return `${HEAD}${crc32(body).toString(16).padStart(8, "0")}\n`;
}
