import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { FactorioLockError, GENERATOR } from "@factorio-lock/core";
import { contentOf, type MirrorFile, mirrorStages } from "../export/mirror-files.ts";
import { openFolder } from "../folder/folder-catalog.ts";
import type { FolderEvent } from "../folder/folder-event.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import {
  type NewObject,
  type ObjectStore,
  openObjectStore,
  type StoredObject,
  type StoreOptions,
} from "./object-store.ts";

/** The source and the destination of a push. */
export interface PushOptions extends StoreOptions {
  /** The folder of mod archives. */
  readonly directory: string;
  /** The prefix of every key: `""`, or a text such as `mirror/`. */
  readonly prefix: string;
  /** Whether archives are pushed too. Default true. */
  readonly archives?: boolean;
  /** A folder of lockfiles to show as packs: `NAME.lock`, or `NAME/mods.lock`. */
  readonly packs?: string | undefined;
  /** Whether to delete answers, archives and pictures below the prefix that the folder no longer contains. */
  readonly remove?: boolean;
  /** Whether to change nothing and only report what would change. */
  readonly dryRun?: boolean;
  readonly settle?: number;
  readonly onEvent?: (event: FolderEvent) => void;
}

/** The changes made in the store. */
export interface PushReport {
  /** The written keys, in order. */
  readonly written: readonly string[];
  readonly bytes: number;
  /** The number of objects that already had the right bytes. */
  readonly unchanged: number;
  /** Keys below the prefix that the folder no longer contains; deleted with `remove`. */
  readonly stale: readonly string[];
}

/** The number of concurrent uploads. */
const CONCURRENCY = 8;

/** Our index: of the archives, whose bytes would have to be read to compare them, path → SHA-1; and of the pages, path → `page`. */
const INDEX = ".factorio-lock-push.json";

const PAGE = "page";
const FRONT = "index.html";

/** The bytes behind an archive's address never change; the answers change with every release. */
const CACHE_FOREVER = "public, max-age=31536000, immutable";
const CACHE_A_MINUTE = "public, max-age=60";

/**
 * Puts a mirror's answers and pages into an object store, by the paths of `exportMirror`, changed ones only. Archives go first and
 * the list of all mods last, so that no answer names what is not there yet. A push that broke off is gone on with by the
 * next one. Source: docs/mirror.md, "In an object store".
 *
 * @throws FactorioLockError `AUTH_REJECTED`, `PORTAL_ERROR` or `PORTAL_UNREACHABLE` from the store; `FAILED` if the
 *   folder cannot be read or is empty, or the place in the store has somebody else's front page; `INTERRUPTED`
 */
export async function pushMirror(options: PushOptions): Promise<PushReport> {
  const store = openObjectStore(options);
  try {
    return await pushTo(store, options);
  } finally {
    await store.close();
  }
}

async function pushTo(store: ObjectStore, options: PushOptions): Promise<PushReport> {
  const { directory, prefix, remove = false, dryRun = false, signal, settle, onEvent } = options;
  const there = await store.list(prefix);
  const index = readIndex(await store.get(`${prefix}${INDEX}`));
  const folder = await openFolder(directory, {
    signal,
    ...(settle === undefined ? {} : { settle }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  const written: string[] = [];
  const kept = new Set<string>();
  const known = new Map<string, string>();
  let bytes = 0;
  let unchanged = 0;
  const pushOne = async (file: MirrorFile): Promise<void> => {
    throwIfInterrupted(signal);
    const key = `${prefix}${file.path}`;
    const object = objectOf(file, path.resolve(directory));
    if (await isStored(there.get(key), index.get(file.path), file, object)) unchanged += 1;
    else {
      if (!dryRun) await store.put(key, object);
      written.push(key);
      bytes += sizeOf(object);
    }
    if (file.kind === "archive") known.set(file.path, file.entry.sha1);
    else if (file.kind === "page") known.set(file.path, PAGE);
  };
  try {
    if (folder.mods().size === 0) throw nothingToPush(directory);
    if (there.has(`${prefix}${FRONT}`) && index.get(FRONT) !== PAGE) await refuseForeignFront(store, prefix);
    for (const stage of await mirrorStages(folder, options)) {
      await inParallel(stage, (file) => {
        kept.add(`${prefix}${file.path}`);
        return pushOne(file);
      });
    }
    const isStale = (key: string): boolean => !kept.has(key) && isOurs(key.slice(prefix.length), index);
    const stale = [...there.keys()].filter(isStale).sort();
    // Pages that stay although the mirror no longer has them are still ours.
    for (const file of remove ? [] : stale.map((key) => key.slice(prefix.length))) {
      if (index.get(file) === PAGE) known.set(file, PAGE);
    }
    if (!dryRun) {
      const text = JSON.stringify(Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1))));
      if (text !== JSON.stringify(Object.fromEntries(index))) {
        await store.put(`${prefix}${INDEX}`, {
          body: Buffer.from(text),
          headers: { "content-type": "application/json" },
        });
      }
      if (remove) await inParallel(Readable.from(stale), (key: string) => store.remove(key));
    }
    return { written, bytes, unchanged, stale };
  } finally {
    await folder.close();
  }
}

function objectOf(file: MirrorFile, directory: string): NewObject {
  if (file.kind === "archive") {
    return {
      body: { file: path.join(directory, file.entry.file), size: file.entry.size },
      headers: {
        "content-type": "application/zip",
        "cache-control": CACHE_FOREVER,
        // The store rejects other bytes than these.
        "x-amz-checksum-sha1": Buffer.from(file.entry.sha1, "hex").toString("base64"),
      },
    };
  }
  const cached = file.kind === "picture" ? CACHE_FOREVER : CACHE_A_MINUTE;
  return { body: contentOf(file), headers: { "content-type": typeOf(file), "cache-control": cached } };
}

function typeOf({ kind, path: name }: MirrorFile): string {
  if (kind === "picture") return "image/png";
  if (kind === "answer") return "application/json";
  return `text/${name.endsWith(".lock") ? "plain" : "html"}; charset=utf-8`;
}

function sizeOf({ body }: NewObject): number {
  return Buffer.isBuffer(body) ? body.length : body.size;
}

/** Whether the store already has exactly these bytes. */
async function isStored(
  stored: StoredObject | undefined,
  remembered: string | undefined,
  file: MirrorFile,
  object: NewObject,
): Promise<boolean> {
  if (stored?.size !== sizeOf(object)) return false;
  if (file.kind === "archive" && remembered === file.entry.sha1) return true;
  return stored.etag === (await md5(object.body));
}

/** The MD5, which stores use as the ETag of an object uploaded in one piece. */
async function md5(body: NewObject["body"]): Promise<string> {
  const hash = createHash("md5");
  if (Buffer.isBuffer(body)) return hash.update(body).digest("hex");
  const { size } = await stat(body.file);
  if (size !== body.size) return "";
  for await (const part of createReadStream(body.file)) hash.update(part as Buffer);
  return hash.digest("hex");
}

/** Whether a path is one that a push writes, or a page that one wrote: nothing else in a bucket is ever deleted. */
function isOurs(file: string, index: ReadonlyMap<string, string>): boolean {
  if (index.get(file) === PAGE) return true;
  return /^(?:api\/mods\/[^/]+(?:\/full)?\.json|download\/[^/]+\/[0-9a-f]{24}|assets\/[0-9a-f]{40}\.thumb\.png)$/.test(
    file,
  );
}

/** A web site of somebody else's keeps its front page. */
async function refuseForeignFront(store: ObjectStore, prefix: string): Promise<void> {
  const page = await store.get(`${prefix}${FRONT}`);
  if (page === undefined || page.includes(GENERATOR.markup)) return;
  throw new FactorioLockError("FAILED", `${prefix}${FRONT} in the object store is not a mirror's front page.`, {
    hint: "push to a prefix of its own: s3://BUCKET/PREFIX.",
  });
}

function nothingToPush(directory: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${directory} has no mod archives to push.`, {
    hint: "`factorio-lock mirror add` fills a mirror's folder.",
  });
}

function readIndex(bytes: Buffer | undefined): Map<string, string> {
  try {
    const value: unknown = JSON.parse(bytes?.toString("utf8") ?? "{}");
    return new Map(
      Object.entries(value as object).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    // The index is damaged: archives are compared by their bytes instead.
    return new Map();
  }
}

async function inParallel<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.asyncIterator]();
  const worker = async (): Promise<void> => {
    for (let next = await left.next(); !next.done; next = await left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
