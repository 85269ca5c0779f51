import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeArchive } from "@factorio-lock/game";

/** One mod a size, with an archive of about so many bytes. */
export async function writeSizes(directory: string, sizes: readonly number[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const size of sizes) {
    const name = `bench-${size}`;
    const info = { name, version: "1.0.0", title: name, author: "bench", factorio_version: "2.0" };
    const filler = Buffer.alloc(size, `${name} filler`);
    await writeFile(path.join(directory, `${name}_1.0.0.zip`), await makeArchive(info, { "filler.bin": filler }));
  }
}

/** A mod with many releases, so that its full answer is as long as a popular mod's. */
export async function writeReleases(directory: string, releases: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (let patch = 0; patch < releases; patch += 1) {
    await writeMany(directory, "bench-popular", `1.0.${patch}`);
  }
}

/** Many small archives: so many mods with so many releases each. */
export async function writeFolder(directory: string, mods: number, releases: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (let mod = 0; mod < mods; mod += 1) {
    await Promise.all(
      Array.from({ length: releases }, (_, patch) => writeMany(directory, `bench-mod-${mod}`, `1.${patch}.0`)),
    );
  }
}

async function writeMany(directory: string, name: string, version: string): Promise<void> {
  const bytes = await makeArchive({
    name,
    version,
    title: `The mod ${name}`,
    author: "bench",
    factorio_version: "2.0",
    description: "A mod that says a few words about itself, as most of them do, in a sentence or two.",
    dependencies: ["base >= 2.0.28", "flib >= 0.14.0", "? space-age", "(?) quality >= 2.0.0", "! bench-foe"],
  });
  await writeFile(path.join(directory, `${name}_${version}.zip`), bytes);
}
