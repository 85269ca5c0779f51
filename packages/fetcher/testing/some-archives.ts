import { createHash } from "node:crypto";
import { parseVersion, type Sha1, type Version } from "@factorio-lock/core";
import { makeArchive } from "@factorio-lock/game";
import type { ArchiveRequest } from "../src/index.ts";

/** Archives to serve, and the requests for them. */
export interface SomeArchives {
  /** By `/download/NAME/ID`. */
  readonly served: ReadonlyMap<string, Buffer>;
  readonly wanted: readonly ArchiveRequest[];
}

/** Creates an archive of at least `size` bytes for each size. The mods are named `crate-0`, `crate-1`, … */
export async function someArchives(sizes: readonly number[]): Promise<SomeArchives> {
  const served = new Map<string, Buffer>();
  const wanted: ArchiveRequest[] = [];
  for (const [at, size] of sizes.entries()) {
    const name = `crate-${at}`;
    const bytes = await makeArchive(
      { name, version: "1.0.0", title: name, author: "Ada", factorio_version: "2.0" },
      {
        "filler.bin": filler(at, size),
      },
    );
    const request = requestFor(name, "1.0.0", bytes);
    served.set(request.download, bytes);
    wanted.push(request);
  }
  return { served, wanted };
}

/** The request for an archive of these bytes. */
export function requestFor(name: string, version: string, bytes: Uint8Array): ArchiveRequest {
  return {
    name,
    version: parseVersion(version) as Version,
    fileName: `${name}_${version}.zip`,
    sha1: createHash("sha1").update(bytes).digest("hex") as Sha1,
    download: `/download/${name}/5ede2462a9868c000d81477f`,
  };
}

/** Pseudo-random bytes that are the same on every run. */
function filler(seed: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = (seed + 1) * 2_654_435_761;
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
