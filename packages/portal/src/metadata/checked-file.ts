import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { makeFolder, renameOverSync } from "@factorio-lock/disk";

const HEAD = "factorio-lock-cache 1 ";
const HEAD_LENGTH = HEAD.length + 8 + 1;

/**
 * Reads a cache file; undefined if it is missing, unreadable, or damaged (its checksum is wrong). Cache files are small
 * and many, so they are read and written synchronously.
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
 * Writes a cache file atomically, so that other processes see either the old or the new file, never part of one.
 *
 * @returns whether it could be written; a cache that is not writable is no error
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
    // Windows cannot replace a file that another process has open. That process will have cached the same data.
    discard(temporary);
  }
  return true;
}

let counter = 0;

/** The texts waiting to be written, by path. */
const unwritten = new Map<string, string>();
let hasExitListener = false;

/**
 * Queues a cache file to be written: one per turn of the event loop, and all before the process exits. In this process
 * `readChecked` already returns it.
 */
export function writeCheckedLater(path: string, text: string): void {
  if (unwritten.size === 0) setImmediate(writeNext);
  unwritten.set(path, text);
  if (!hasExitListener) process.once("exit", writeAll);
  hasExitListener = true;
}

/** Writes all queued files at once. */
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
    // It could not even be created.
  }
}

function headOf(body: Buffer): string {
  return `${HEAD}${crc32(body).toString(16).padStart(8, "0")}\n`;
}
