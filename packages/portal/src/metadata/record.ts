import type { ModInfo, Release, Sha1 } from "@factorio-lock/core";
import type { UnsafeRelease } from "./mod-info.ts";

/** The licence of a mod, as chosen by its author. Its texts are untrusted. */
export interface ModLicence {
  /** `default_mit`, `custom_…` */
  readonly id: string;
  readonly title: string;
  /** May be anything, or empty. */
  readonly url: string;
}

/** The cached data of a mod: everything that resolving needs, and a fingerprint for detecting changes. */
export interface CachedMod {
  /** Undefined if the portal answered that there is no such mod. */
  readonly info: ModInfo | undefined;
  readonly fingerprint: string;
  /** Null if the portal gives none; undefined in old records without this field. */
  readonly licence?: ModLicence | null | undefined;
  /** Whether its changelog is cached in a separate file; undefined in old records without this field. */
  readonly hasChangelog?: boolean | undefined;
  /** Sentences about irregularities in the answer. */
  readonly oddities?: readonly string[];
  /** Releases that were left out because they are not safe. */
  readonly unsafe?: readonly UnsafeRelease[];
}

/** A release as a row; `list` is the index of its dependencies in `lists`, or -1 if it has none. */
type Row = readonly [
  text: string,
  packed: number,
  factorio: string,
  list: number,
  file: string,
  sha1: string,
  download: string,
  released: string,
];

interface Packed {
  readonly name: string;
  readonly absent?: true;
  readonly title?: string;
  readonly deprecated?: true;
  readonly licence?: ModLicence | null;
  readonly hasChangelog?: false;
  readonly fingerprint: string;
  /** The distinct dependency strings. */
  readonly strings: readonly string[];
  /** The distinct lists of dependencies, as indices into `strings`. Releases of a mod mostly share theirs. */
  readonly lists: readonly (readonly number[])[];
  readonly rows: readonly Row[];
  readonly oddities?: readonly string[];
  readonly unsafe?: readonly UnsafeRelease[];
}

/** Serialises a mod compactly. File name and address are stored only if they are not the usual ones. */
export function packMod(name: string, cached: CachedMod): string {
  const { info, fingerprint } = cached;
  if (!info)
    return JSON.stringify({ name, absent: true, fingerprint, strings: [], lists: [], rows: [] } satisfies Packed);
  const strings = new Map<string, number>();
  const lists = new Map<string, number>();
  const rows = info.releases.map((release): Row => {
    const places = release.dependencies?.map((text) => indexOf(strings, text));
    const list = places ? indexOf(lists, places.join()) : -1;
    const usual = usualDownload(name);
    return [
      release.version.text,
      release.version.packed,
      release.factorioVersion,
      list,
      release.fileName === usualFile(name, release.version.text) ? "" : release.fileName,
      release.sha1 ?? "",
      release.download.startsWith(usual) ? release.download.slice(usual.length) : release.download,
      release.releasedAt,
    ];
  });
  const packed: Packed = {
    name,
    ...(info.title === undefined ? {} : { title: info.title }),
    ...(info.deprecated ? { deprecated: true } : {}),
    ...(cached.licence === undefined ? {} : { licence: cached.licence }),
    ...(cached.hasChangelog === false ? { hasChangelog: false } : {}),
    fingerprint,
    strings: [...strings.keys()],
    lists: [...lists.keys()].map((text) => (text === "" ? [] : text.split(",").map(Number))),
    rows,
    ...irregularities(cached),
  };
  return JSON.stringify(packed);
}

/**
 * Parses a compact text whose checksum has been verified.
 *
 * @throws any error if the text is malformed after all; the caller treats it as damaged
 */
export function unpackMod(name: string, text: string): CachedMod {
  const packed = JSON.parse(text) as Packed;
  if (packed.name !== name || typeof packed.fingerprint !== "string") throw new Error("another mod's record");
  if (packed.absent) return { info: undefined, fingerprint: packed.fingerprint };
  const lists = packed.lists.map((places) => places.map((place) => required(packed.strings[place])));
  // Rows are read by index, because destructuring takes twice as long and every start reads thousands of rows.
  const releases = packed.rows.map(
    (row): Release => ({
      version: { text: row[0], packed: row[1] },
      factorioVersion: row[2],
      dependencies: row[3] < 0 ? undefined : required(lists[row[3]]),
      fileName: row[4] === "" ? usualFile(name, row[0]) : row[4],
      sha1: row[5] === "" ? undefined : (row[5] as Sha1),
      download: row[6].startsWith("/") ? row[6] : usualDownload(name) + row[6],
      releasedAt: row[7],
    }),
  );
  return {
    info: {
      name,
      ...(packed.title === undefined ? {} : { title: packed.title }),
      ...(packed.deprecated ? { deprecated: true } : {}),
      releases,
    },
    fingerprint: packed.fingerprint,
    ...(packed.licence === undefined ? {} : { licence: packed.licence }),
    ...(packed.hasChangelog === false ? { hasChangelog: false } : {}),
    ...irregularities(packed),
  };
}

/** The irregularities as properties, which are absent if empty (as nearly always). */
function irregularities({ oddities = [], unsafe = [] }: Pick<CachedMod, "oddities" | "unsafe">) {
  return { ...(oddities.length > 0 ? { oddities } : {}), ...(unsafe.length > 0 ? { unsafe } : {}) };
}

function usualFile(name: string, version: string): string {
  return `${name}_${version}.zip`;
}

function usualDownload(name: string): string {
  return `/download/${name}/`;
}

function indexOf(places: Map<string, number>, text: string): number {
  const place = places.get(text) ?? places.size;
  places.set(text, place);
  return place;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the record is incomplete");
  return value;
}
