import { existsSync, readFileSync } from "node:fs";
import { inflateRawSync, inflateSync } from "node:zlib";

/** The folder with real data, which is not part of the repository. */
export const SHARED_DATA: URL = new URL("../../../../shared/data/", import.meta.url);

/** Whether the folder with real data is next to the repository; tests that need it are skipped otherwise. */
export const hasSharedData: boolean = existsSync(new URL("portal.jsonl", SHARED_DATA));

/** A mod as described by a line of `portal.jsonl`. */
export interface PortalLine {
  readonly name: string;
  readonly releases: readonly {
    readonly version: string;
    readonly file_name: string;
    readonly sha1: string;
    readonly download_url: string;
    readonly released_at: string;
    readonly info_json: { readonly factorio_version: string; readonly dependencies?: readonly string[] };
  }[];
}

export function portalLines(): PortalLine[] {
  const text = readFileSync(new URL("portal.jsonl", SHARED_DATA), "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as PortalLine]));
}

/** The mod names of the save with 48 mods, in load order, as the game stored them. Source: docs/factorio.md, 7. */
export function savedLoadOrder(): string[] {
  const zip = readFileSync(new URL("saves/2.0-with-48-mods.zip", SHARED_DATA));
  const header = inflateSync(entryOf(zip, "level.dat0"));
  // The list is found by its first mod; the byte before it is the count.
  const start = header.indexOf(Buffer.concat([Buffer.from([48, 4]), Buffer.from("base")])) + 1;
  const names: string[] = [];
  for (let at = start; names.length < 48; ) {
    const length = header[at] as number;
    names.push(header.toString("utf8", at + 1, at + 1 + length));
    at += 1 + length;
    for (let part = 0; part < 3; part++) at += header[at] === 0xff ? 3 : 1;
    at += 4;
  }
  return names;
}

/** The content of the first entry of a zip whose name has this ending. */
function entryOf(zip: Buffer, ending: string): Buffer {
  let at = zip.readUInt32LE(zip.lastIndexOf("PK\u0005\u0006", undefined, "latin1") + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    if (zip.toString("utf8", at + 46, at + 46 + name).endsWith(ending)) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const content = zip.subarray(start, start + size);
      return method === 0 ? content : inflateRawSync(content);
    }
    at += 46 + name + extra + comment;
  }
  throw new Error(`the zip has no ${ending}`);
}
