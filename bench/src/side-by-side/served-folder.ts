import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { type MirrorProcess, spawnMirror } from "../../../test/src/mirror/mirror-process.ts";
import type { Room } from "./bench-room.ts";

/** Serves archives of so many bytes, each of a mod of its own, from files and by a process of its own. */
export async function serveSizes(room: Room, name: string, sizes: ReadonlyMap<string, number>): Promise<MirrorProcess> {
  const directory = join(room.folder, `${name}-served`);
  await mkdir(directory);
  for (const [mod, size] of sizes) {
    const info = { name: mod, version: "1.0.0", title: mod, author: "bench", factorio_version: "2.0" };
    const archive = await makeArchive(info, { "filler.bin": Buffer.alloc(size, `${mod} filler`) });
    await writeFile(join(directory, `${mod}_1.0.0.zip`), archive);
  }
  return spawnMirror(directory);
}
