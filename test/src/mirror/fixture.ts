import { createHash } from "node:crypto";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeArchive } from "@factorio-lock/game";

/** The smallest picture that is one. */
export const PNG: Buffer = Buffer.from(
  "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082",
  "hex",
);

export const CHANGELOG = `${"-".repeat(99)}\nVersion: 1.1.0\nDate: 2025-03-01\n  Changes:\n    - Looms weave twice as fast.\n`;

/** One archive of the fixture. */
interface FixtureArchive {
  readonly file: string;
  readonly bytes: Buffer;
  readonly sha1: string;
  /** The id in its download address. */
  readonly id: string;
}

/** The files in the folder of the conformance tests, by file name. */
export type Fixture = ReadonlyMap<string, FixtureArchive>;

interface Made {
  readonly name: string;
  readonly version: string;
  readonly factorio: string;
  /** When it was released, in seconds since 1970. */
  readonly time: number;
  readonly info?: Record<string, unknown>;
  readonly files?: Record<string, string | Uint8Array>;
}

const MODS: readonly Made[] = [
  {
    name: "loom-works",
    version: "1.0.0",
    factorio: "1.1",
    time: 1_700_000_000,
    info: { dependencies: ["base >= 1.1"] },
  },
  {
    name: "loom-works",
    version: "1.1.0",
    factorio: "2.0",
    time: 1_740_000_000,
    info: { dependencies: ["base >= 2.0.28", "? Tin Works >= 0.2"] },
  },
  {
    name: "loom-works",
    version: "1.0.01",
    factorio: "1.1",
    time: 1_750_000_000,
    info: { title: "Loom works", description: "Weaves cloth from copper wire.", homepage: "https://example.org/looms" },
    files: { "changelog.txt": CHANGELOG, "thumbnail.png": PNG },
  },
  { name: "Tin Works", version: "0.2.0", factorio: "0.18", time: 1_600_000_000, info: { dependencies: [] } },
  {
    name: "quarry-lights",
    version: "3.0.0",
    factorio: "2.0",
    time: 1_745_000_000,
    info: { description: "Lamps for looms and quarries." },
  },
  {
    name: "zeppelin-mail",
    version: "0.0.1",
    factorio: "2.1",
    time: 1_751_000_000,
    files: { "filler.bin": new Uint8Array(300_000).fill(7) },
  },
];

/** Writes the fixture's archives into a folder. */
export async function writeFixture(directory: string): Promise<Fixture> {
  await mkdir(directory, { recursive: true });
  const archives = new Map<string, FixtureArchive>();
  for (const { name, version, factorio, time, info = {}, files = {} } of MODS) {
    const bytes = await makeArchive(
      { name, version, title: name, author: "ada", factorio_version: factorio, ...info },
      files,
    );
    const file = `${name}_${version}.zip`;
    await writeFile(path.join(directory, file), bytes);
    await utimes(path.join(directory, file), time, time);
    const sha1 = createHash("sha1").update(bytes).digest("hex");
    archives.set(file, { file, bytes, sha1, id: sha1.slice(0, 24) });
  }
  return archives;
}
