import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { parseSha1 } from "@factorio-lock/core";
import { ignoreMissing, makeFolder } from "@factorio-lock/disk";
import { STATE_FOLDER } from "./state-file.ts";

/** The portal's data about a release in the folder that its archive does not contain. */
export interface PortalRecord {
  readonly sha1: string;
  /** 24 hex digits: the last part of the portal's download address, as in lockfiles. */
  readonly id: string;
  /** The portal's release time, unchanged. */
  readonly released: string;
}

/**
 * Reads the records of a folder by SHA-1. Malformed lines are skipped.
 *
 * @throws the system's error if the file cannot be read, since without the records releases would get other ids
 */
export async function readPortalRecords(directory: string): Promise<Map<string, PortalRecord>> {
  const text = (await readFile(recordsFile(directory), "utf8").catch(ignoreMissing)) ?? "";
  const records = text.split("\n").flatMap((line) => parseRecord(line) ?? []);
  return new Map(records.map((record) => [record.sha1, record]));
}

/** Appends records to the file: a crash can lose at most the last of them. */
export async function addPortalRecords(directory: string, records: readonly PortalRecord[]): Promise<void> {
  if (records.length === 0) return;
  makeFolder(path.dirname(recordsFile(directory)));
  // The leading line break ends a line that a crash truncated.
  await appendFile(recordsFile(directory), `\n${records.map((record) => JSON.stringify(record)).join("\n")}\n`);
}

function recordsFile(directory: string): string {
  return path.join(directory, STATE_FOLDER, "releases.jsonl");
}

function parseRecord(line: string): PortalRecord | undefined {
  try {
    const { sha1, id, released } = JSON.parse(line) as Record<keyof PortalRecord, unknown>;
    const isRecord = typeof sha1 === "string" && typeof id === "string" && typeof released === "string";
    return isRecord && parseSha1(sha1) === sha1 && /^[0-9a-f]{24}$/.test(id) && !Number.isNaN(Date.parse(released))
      ? { sha1, id, released }
      : undefined;
  } catch {
    return undefined;
  }
}
