import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { parseSha1 } from "@factorio-lock/core";
import { makeFolder } from "@factorio-lock/disk";
import { STATE_FOLDER } from "./state-file.ts";
import { unlessGone } from "./unless-gone.ts";

/**
 * The portal's data about a release whose archive lies in the folder, as far as the archive itself does not
 * contain it.
 */
export interface ReleaseNote {
  readonly sha1: string;
  /** 24 hex digits: the last part of the portal's download address, which lockfiles carry. */
  readonly id: string;
  /** The portal's time stamp, word for word. */
  readonly released: string;
}

/**
 * The notes of a folder by SHA-1; lines that make no sense are passed over.
 *
 * @throws the system's error when the file cannot be read: without the notes releases would have other ids
 */
export async function readNotes(directory: string): Promise<Map<string, ReleaseNote>> {
  const text = (await readFile(notesFile(directory), "utf8").catch(unlessGone)) ?? "";
  const notes = text.split("\n").flatMap((line) => parseNote(line) ?? []);
  return new Map(notes.map((note) => [note.sha1, note]));
}

/** Adds notes at the end of the file: a crash costs at most the last of them. */
export async function addNotes(directory: string, notes: readonly ReleaseNote[]): Promise<void> {
  if (notes.length === 0) return;
  makeFolder(path.dirname(notesFile(directory)));
  // A line that a crash cut short is ended by the first line break.
  await appendFile(notesFile(directory), `\n${notes.map((note) => JSON.stringify(note)).join("\n")}\n`);
}

function notesFile(directory: string): string {
  return path.join(directory, STATE_FOLDER, "releases.jsonl");
}

function parseNote(line: string): ReleaseNote | undefined {
  try {
    const { sha1, id, released } = JSON.parse(line) as Record<keyof ReleaseNote, unknown>;
    const isNote = typeof sha1 === "string" && typeof id === "string" && typeof released === "string";
    return isNote && parseSha1(sha1) === sha1 && /^[0-9a-f]{24}$/.test(id) && !Number.isNaN(Date.parse(released))
      ? { sha1, id, released }
      : undefined;
  } catch {
    return undefined;
  }
}
