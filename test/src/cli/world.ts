import { createHash } from "node:crypto";
import { makeArchive } from "@factorio-lock/game";
import { type Catalog, type CatalogMod, type CatalogRelease, fixedCatalog } from "@factorio-lock/mirror";

/** A mod of a test's portal. All names and contents are made up. */
export interface WorldMod {
  readonly name: string;
  readonly title?: string;
  readonly summary?: string;
  readonly changelog?: string;
  readonly deprecated?: boolean;
  readonly releases: readonly WorldRelease[];
}

/** A release; for the game line 2.0 by default. */
export interface WorldRelease {
  readonly version: string;
  readonly dependencies?: readonly string[];
  readonly factorio?: string;
  /** When it came out, ISO 8601. Default: some day early in 2026. */
  readonly released?: string;
  /** Further bytes, so that a download takes some time. */
  readonly padding?: number;
}

/** A portal's mods that a test may exchange while it is served, and the bytes of its archives. */
export interface World {
  readonly catalog: Catalog;
  /** Adds mods, or replaces those of the same name. */
  publish(mods: readonly WorldMod[]): Promise<void>;
  /** Takes a mod off the portal. */
  withdraw(name: string): Promise<void>;
  /** Changes one byte of the archive that is sent, while its listed SHA-1 stays. */
  damage(fileName: string): void;
}

/** Makes a world of mods. Same mods, same bytes. */
export async function createWorld(mods: readonly WorldMod[]): Promise<World> {
  const known = new Map<string, WorldMod>();
  const bytes = new Map<string, Buffer>();
  let catalog = fixedCatalog([], () => undefined);

  const rebuild = async () => {
    const listed: CatalogMod[] = [];
    for (const mod of known.values()) listed.push(await listedMod(mod, bytes));
    catalog = fixedCatalog(listed, (_, { fileName, sha1, releasedAt }) => ({
      fileName,
      size: bytes.get(fileName)?.length ?? 0,
      sha1,
      modified: new Date(releasedAt),
      open: async () => bytes.get(fileName),
    }));
  };
  const publish = async (more: readonly WorldMod[]) => {
    for (const mod of more) known.set(mod.name, mod);
    await rebuild();
  };
  await publish(mods);
  return {
    catalog: {
      list: (query) => catalog.list(query),
      search: (query) => catalog.search(query),
      mod: (name) => catalog.mod(name),
      archive: (name, id, credentials) => catalog.archive(name, id, credentials),
      file: (sha1) => catalog.file(sha1),
      thumbnail: (name) => catalog.thumbnail(name),
      size: () => catalog.size(),
      close: () => catalog.close(),
    },
    publish,
    withdraw: async (name) => {
      known.delete(name);
      await rebuild();
    },
    damage: (fileName) => {
      const whole = Buffer.from(bytes.get(fileName) ?? "");
      whole[whole.length >> 1] = (whole[whole.length >> 1] ?? 0) ^ 1;
      bytes.set(fileName, whole);
    },
  };
}

async function listedMod(mod: WorldMod, bytes: Map<string, Buffer>): Promise<CatalogMod> {
  const { name, title = name, summary = `The mod ${name}.`, changelog } = mod;
  const releases: CatalogRelease[] = [];
  for (const [at, release] of mod.releases.entries()) {
    const { version, dependencies, factorio = "2.0", padding = 0, released } = release;
    const info = {
      name,
      version,
      title,
      author: "Test Author",
      factorio_version: factorio,
      ...(dependencies ? { dependencies } : {}),
    };
    const fileName = `${name}_${version}.zip`;
    const files = {
      ...(changelog ? { "changelog.txt": changelog } : {}),
      ...(padding ? { "padding.bin": Buffer.alloc(padding, name) } : {}),
    };
    const archive = await makeArchive(info, files);
    const sha1 = createHash("sha1").update(archive).digest("hex");
    if (!bytes.has(fileName)) bytes.set(fileName, archive);
    releases.push({
      id: createHash("sha1").update(fileName).digest("hex").slice(0, 24),
      version,
      fileName,
      releasedAt: released ?? `2026-0${1 + (at % 9)}-01T00:00:00.000000Z`,
      sha1,
      factorioVersion: factorio,
      dependencies,
    });
  }
  return {
    name,
    title,
    owner: "test-author",
    summary,
    downloadsCount: 1234,
    category: "content",
    deprecated: mod.deprecated ?? false,
    releases,
    details: () => ({ ...(changelog ? { changelog } : {}), created_at: "2026-01-01T00:00:00.000000Z", homepage: "" }),
  };
}

const GEAR_CHANGELOG = `---------------------------------------------------------------------------------------------------
Version: 2.0.0
Date: 2026-03-01
  Changes:
    - Gears turn the other way round.
---------------------------------------------------------------------------------------------------
Version: 1.2.0
Date: 2026-02-01
  Features:
    - A gear for every occasion, with an explanation that is long enough to be broken at any of the widths that are tried here.
  Bugfixes:
    - No more squeaking.
---------------------------------------------------------------------------------------------------
Version: 1.0.0
Date: 2026-01-01
  Info:
    - First release.
`;

/** Mods with a conflict, an optional mod, a recommended one, an incompatible pair and an unordered loop. */
export const MODS: readonly WorldMod[] = [
  {
    name: "gear-lib",
    title: "Gear Library",
    summary: "Shared code for everything that turns.",
    changelog: GEAR_CHANGELOG,
    releases: [
      { version: "1.0.0", dependencies: ["base >= 2.0.0"] },
      { version: "1.2.0", dependencies: ["base >= 2.0.28"] },
      { version: "2.0.0", dependencies: ["base >= 2.0.28"] },
    ],
  },
  {
    name: "tall-masts",
    title: "Tall Masts",
    summary: "Masts that carry a line across any lake.",
    releases: [
      { version: "0.9.0", dependencies: ["base", "gear-lib >= 1.0"] },
      { version: "1.0.0", dependencies: ["base", "gear-lib >= 1.0", "? fog-lamps", "! quiet-night"] },
    ],
  },
  { name: "old-clock", releases: [{ version: "0.1.01", dependencies: ["base", "gear-lib < 2.0"] }] },
  { name: "fog-lamps", title: "Fog Lamps", releases: [{ version: "3.1.0", dependencies: ["base"] }] },
  { name: "quiet-night", releases: [{ version: "1.0.0", dependencies: ["base"] }] },
  {
    name: "wind-chimes",
    deprecated: true,
    releases: [{ version: "2.4.6", dependencies: ["base", "+ fog-lamps >= 3.0"] }],
  },
  { name: "rail-tunes", releases: [{ version: "1.1.0", dependencies: ["base", "elevated-rails"] }] },
  { name: "wide-river", releases: [{ version: "1.0.0", dependencies: ["base", "~ wide-river-art"] }] },
  { name: "wide-river-art", releases: [{ version: "1.0.0", dependencies: ["base", "wide-river"] }] },
  { name: "from-the-past", releases: [{ version: "1.0.0", factorio: "1.1", dependencies: ["base"] }] },
];
