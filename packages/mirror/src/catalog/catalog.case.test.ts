import { createHash } from "node:crypto";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { openFolder } from "../folder/folder-catalog.ts";
import type { Mirror } from "../server/mirror.ts";
import { startMirror } from "../start-mirror.ts";
import { openUpstream } from "../upstream/upstream-catalog.ts";
import type { Archive } from "./archive.ts";
import type { Catalog } from "./catalog.ts";
import { fixedCatalog } from "./fixed-catalog.ts";
import type { ListQuery } from "./list-query.ts";

// The behaviour that the server expects of every catalog. A new catalog is one line in CATALOGS.

const RELEASES = [
  ["tin-works", "1.0.0"],
  ["tin-works", "1.2.0"],
  ["loom", "0.3.0"],
] as const;

let root: string;
let bytesOf: ReadonlyMap<string, Buffer>;
let portal: Mirror;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "mirror-catalogs-"));
  await mkdir(path.join(root, "mods"));
  const made = new Map<string, Buffer>();
  for (const [name, version] of RELEASES) {
    const info = { name, version, title: `The ${name}`, author: "ada", factorio_version: "2.0" };
    const bytes = await makeArchive(info, { "filler.bin": Buffer.alloc(5_000, version) });
    made.set(`${name}_${version}.zip`, bytes);
    await writeFile(path.join(root, "mods", `${name}_${version}.zip`), bytes);
  }
  bytesOf = made;
  portal = await startMirror({ directory: path.join(root, "mods"), settle: 20 });
});
afterAll(async () => {
  await portal.close();
  await removeFolder(root);
});

const openQuick = (directory: string) => openFolder(directory, { settle: 20 });

const sha1Of = (bytes: Buffer): string => createHash("sha1").update(bytes).digest("hex");

/** Has the mods of the folder in memory. */
async function openFixed(): Promise<Catalog> {
  const folder = await openQuick(path.join(root, "mods"));
  const mods = [...folder.mods().values()];
  await folder.close();
  return fixedCatalog(mods, (_, { fileName, sha1 }): Archive | undefined => {
    const bytes = bytesOf.get(fileName);
    return bytes && { fileName, size: bytes.length, sha1, modified: new Date(0), open: async () => bytes };
  });
}

async function openBehind(): Promise<Catalog> {
  const directory = await mkdtemp(path.join(root, "cache-"));
  return openUpstream(await openQuick(directory), { directory, url: portal.url, onTrouble: () => {} });
}

const CATALOGS: readonly [title: string, open: () => Promise<Catalog>][] = [
  ["fixed", openFixed],
  ["folder", () => openQuick(path.join(root, "mods"))],
  ["upstream", openBehind],
];

const CLIENT = { username: "ada", token: "t" };

async function wholeOf(archive: Archive): Promise<Buffer> {
  const opened = await archive.open();
  if (opened === undefined || Buffer.isBuffer(opened)) return opened ?? Buffer.alloc(0);
  const all = Buffer.alloc(archive.size);
  try {
    for (let at = 0; at < all.length; ) {
      await opened.arrival?.(at);
      at += await opened.read(all.subarray(at), at);
    }
  } finally {
    await opened.close();
  }
  return all;
}

const newest = async (catalog: Catalog, name: string) => (await catalog.mod(name))?.releases.at(-1);

const EVERY: ListQuery = { page: 1, pageSize: "max", sort: "name", sortOrder: "asc", hideDeprecated: false };

/** Each case with what it takes of a catalog. */
const CASES: readonly [says: string, holds: (catalog: Catalog) => Promise<void>][] = [
  [
    "a mod has its releases, oldest first, with their SHA-1",
    async (catalog) => {
      const mod = await catalog.mod("tin-works");
      expect(mod?.releases.map(({ version }) => version)).toEqual(["1.0.0", "1.2.0"]);
      expect(mod?.releases.map(({ sha1 }) => sha1)).toEqual(
        ["1.0.0", "1.2.0"].map((version) => sha1Of(bytesOf.get(`tin-works_${version}.zip`) as Buffer)),
      );
    },
  ],
  [
    "a mod that is not there is undefined, and so is one of another case or of no safe name",
    async (catalog) => {
      for (const name of ["nobody", "TIN-WORKS", "../tin-works", "", "__proto__"]) {
        expect(await catalog.mod(name)).toBeUndefined();
      }
    },
  ],
  [
    "a mod that has not changed is the same object",
    async (catalog) => expect(await catalog.mod("loom")).toBe(await catalog.mod("loom")),
  ],
  [
    "the list of names has those that are there",
    async (catalog) => {
      const { mods } = await catalog.list({ ...EVERY, names: new Set(["loom", "nobody", "tin-works"]) });
      expect(mods.map(({ name }) => name).sort()).toEqual(["loom", "tin-works"]);
    },
  ],
  [
    "an archive is found by the parts of its address, and then by its SHA-1, with all of its bytes",
    async (catalog) => {
      const release = await newest(catalog, "tin-works");
      const archive = await catalog.archive("tin-works", release?.id ?? "", CLIENT);
      expect(archive).toMatchObject({ fileName: "tin-works_1.2.0.zip", sha1: release?.sha1 });
      const bytes = bytesOf.get("tin-works_1.2.0.zip") as Buffer;
      expect((await wholeOf(archive as Archive)).equals(bytes)).toBe(true);
      const again = await catalog.file(release?.sha1 ?? "");
      expect((await wholeOf(again as Archive)).equals(bytes)).toBe(true);
    },
  ],
  [
    "what was opened twice can be read twice, and closed in any order",
    async (catalog) => {
      const release = await newest(catalog, "loom");
      const archive = (await catalog.archive("loom", release?.id ?? "", CLIENT)) as Archive;
      const [one, two] = await Promise.all([wholeOf(archive), wholeOf(archive)]);
      expect([sha1Of(one), sha1Of(two)]).toEqual([release?.sha1, release?.sha1]);
      expect(sha1Of(await wholeOf(archive))).toBe(release?.sha1);
    },
  ],
  [
    "there is no archive of another mod's release, of none, nor by an unknown SHA-1",
    async (catalog) => {
      const { id = "" } = (await newest(catalog, "loom")) ?? {};
      expect(await catalog.archive("tin-works", id, CLIENT)).toBeUndefined();
      expect(await catalog.archive("loom", "0".repeat(24), CLIENT)).toBeUndefined();
      expect(await catalog.archive("nobody", id, CLIENT)).toBeUndefined();
      expect(await catalog.file("0".repeat(40))).toBeUndefined();
    },
  ],
  [
    "there is no thumbnail where no mod has one",
    async (catalog) => expect(await catalog.thumbnail("0".repeat(40))).toBeUndefined(),
  ],
];

describe.each(CATALOGS)("a %s catalog", (_, open) => {
  let catalog: Catalog;
  beforeAll(async () => {
    catalog = await open();
  });
  afterAll(() => catalog.close());

  test.each(CASES)("%s", (__, holds) => holds(catalog));
});
