import type { Warning } from "@factorio-lock/core";
import * as v from "valibot";
import type { ModListEntry, ModListPage, Pagination } from "./mod-list.ts";
import type { License, ModImage, PortalMod } from "./portal-mod.ts";
import type { PortalRelease } from "./portal-release.ts";
import type { SearchPage, SearchResult } from "./search-page.ts";

/** Receives warnings about irregularities in an answer. */
export type OnWarning = (warning: Warning) => void;

/** The maximum length of a one-line text, such as a title or an owner. The portal's own limit is a tenth of that. */
const MAX_LINE_LENGTH = 4_000;

// A purely informative field of the wrong type reads as absent (or empty), since nothing depends on it.
const maybe = <T extends v.GenericSchema>(schema: T) => v.fallback(v.optional(schema), undefined);
const line = v.pipe(v.string(), v.transform(cut));
const text = v.fallback(line, "");
/** A changelog may be long, but each of its lines is cut. */
const changelog = v.pipe(
  v.string(),
  v.transform((all) => (all.length > MAX_LINE_LENGTH ? all.split("\n").map(cut).join("\n") : all)),
);
/** An overlong name is rejected: cutting it could give the name of another mod. */
const modName = v.pipe(v.string(), v.maxLength(MAX_LINE_LENGTH));
const count = v.fallback(v.number(), 0);

const release: v.GenericSchema<unknown, PortalRelease> = v.object({
  version: v.string(),
  file_name: v.string(),
  download_url: v.string(),
  released_at: v.string(),
  sha1: maybe(v.string()),
  info_json: v.object({ factorio_version: v.string(), dependencies: v.optional(v.array(v.string())) }),
  feature_flags: maybe(v.array(v.string())),
});

const license: v.GenericSchema<unknown, License> = v.object({
  id: v.string(),
  name: text,
  title: text,
  description: v.fallback(v.string(), ""),
  url: text,
});

const image: v.GenericSchema<unknown, ModImage> = v.object({ id: v.string(), thumbnail: text, url: text });

const about = {
  name: modName,
  title: text,
  owner: text,
  summary: text,
  downloads_count: count,
  category: maybe(line),
  score: maybe(v.number()),
  thumbnail: maybe(line),
  changelog: maybe(changelog),
  created_at: maybe(line),
  updated_at: maybe(line),
  last_highlighted_at: maybe(line),
  description: maybe(v.string()),
  faq: maybe(v.string()),
  homepage: maybe(line),
  source_url: maybe(line),
  github_path: maybe(line),
  tags: maybe(v.array(line)),
  license: maybe(license),
  images: maybe(v.array(image)),
  deprecated: maybe(v.boolean()),
};

const rawMod = v.object({ ...about, releases: v.optional(v.nullable(v.array(v.unknown())), null) });
const rawEntry = v.object({
  ...about,
  latest_release: v.optional(v.unknown()),
  releases: v.optional(v.nullable(v.array(v.unknown())), null),
});

const link = v.fallback(v.nullable(v.string()), null);
const links = v.object({ first: link, prev: link, next: link, last: link });
const pagination: v.GenericSchema<unknown, Pagination> = v.object({
  count,
  page: count,
  page_count: count,
  page_size: count,
  links: v.fallback(links, { first: null, prev: null, next: null, last: null }),
});
const maybePagination = v.fallback(v.nullable(pagination), null);

const rawList = v.object({ pagination: maybePagination, results: v.array(v.unknown()) });

const searchResult: v.GenericSchema<unknown, SearchResult> = v.object({
  name: modName,
  title: text,
  owner: text,
  summary: text,
  downloads_count: count,
  category: maybe(line),
  thumbnail: maybe(line),
  created_at: maybe(line),
  updated_at: maybe(line),
  latest_release: maybe(line),
  latest_release_version: maybe(line),
  factorio_versions: maybe(v.array(line)),
  deprecated: maybe(v.boolean()),
});

/** The answer of `api-login`. Since version 4 the status is 200 in both cases. Source: docs/factorio.md, 2. */
export type LoginAnswer =
  | { readonly token: string; readonly username: string }
  | { readonly error: string; readonly message: string };

const loginAnswer: v.GenericSchema<unknown, LoginAnswer> = v.union([
  v.object({ token: v.pipe(v.string(), v.minLength(1)), username: v.pipe(v.string(), v.minLength(1)) }),
  v.object({ error: v.string(), message: text }),
]);

/** Decodes a mod from a short or full answer; undefined if it has another shape. Malformed releases are left out. */
export function decodeMod(json: unknown, onWarning: OnWarning): PortalMod | undefined {
  const mod = v.safeParse(rawMod, json);
  if (!mod.success) return undefined;
  return { ...mod.output, releases: decodeReleases(mod.output.name, mod.output.releases ?? [], onWarning) };
}

/** Decodes a page of a list; undefined if it has another shape. Malformed entries are left out. */
export function decodeList(json: unknown, onWarning: OnWarning): ModListPage | undefined {
  const page = v.safeParse(rawList, json);
  if (!page.success) return undefined;
  const results: ModListEntry[] = [];
  let unreadable = 0;
  for (const item of page.output.results) {
    const entry = v.safeParse(rawEntry, item);
    if (!entry.success) {
      unreadable += 1;
      continue;
    }
    const { latest_release: latest, releases, ...rest } = entry.output;
    const newest = latest === undefined ? {} : { latest_release: decodeLatest(rest.name, latest, onWarning) };
    const all = releases === null ? {} : { releases: decodeReleases(rest.name, releases, onWarning) };
    results.push({ ...rest, ...newest, ...all });
  }
  if (unreadable > 0)
    onWarning(
      oddAnswerWarning(`${unreadable} of the mods in the mod portal's list cannot be read; they are left out.`),
    );
  return { pagination: page.output.pagination, results };
}

/** Decodes a page of search results; undefined if it has another shape. */
export function decodeSearch(json: unknown): SearchPage | undefined {
  const page = v.safeParse(rawList, json);
  if (!page.success) return undefined;
  const results = page.output.results.flatMap((item) => {
    const result = v.safeParse(searchResult, item);
    return result.success ? [result.output] : [];
  });
  return { pagination: page.output.pagination, results };
}

/** Decodes the names in a bookmarks answer; undefined if it has another shape. */
export function decodeBookmarks(json: unknown): string[] | undefined {
  const names = v.safeParse(v.array(v.string()), json);
  return names.success ? names.output : undefined;
}

/** Decodes the answer of `api-login`; undefined if it has another shape. */
export function decodeLogin(json: unknown): LoginAnswer | undefined {
  const answer = v.safeParse(loginAnswer, json);
  return answer.success ? answer.output : undefined;
}

function decodeLatest(mod: string, item: unknown, onWarning: OnWarning): PortalRelease | null {
  return item === null ? null : (decodeReleases(mod, [item], onWarning)[0] ?? null);
}

function decodeReleases(mod: string, items: readonly unknown[], onWarning: OnWarning): PortalRelease[] {
  const releases: PortalRelease[] = [];
  const faults: string[] = [];
  for (const item of items) {
    const result = v.safeParse(release, item, { abortEarly: true });
    if (result.success) releases.push(result.output);
    else faults.push(v.getDotPath(result.issues[0]) ?? "all of it");
  }
  if (faults.length > 0) onWarning(leftOutWarning(mod, faults.length, `${faults[0]} cannot be read`));
  return releases;
}

/** The warning about unusable releases of a mod; `fault` is that of the first. */
export function leftOutWarning(mod: string, count: number, fault: string): Warning {
  const what = count === 1 ? "One release" : `${count} releases`;
  return oddAnswerWarning(`${what} of ${mod} on the mod portal ${count === 1 ? "is" : "are"} left out: ${fault}.`, mod);
}

function oddAnswerWarning(message: string, mod?: string): Warning {
  return { code: "PORTAL_ODD_ANSWER", message, ...(mod === undefined ? {} : { mod }) };
}

/** Cuts a text to `MAX_LINE_LENGTH`, without splitting a surrogate pair. */
function cut(long: string): string {
  return long.length > MAX_LINE_LENGTH ? long.slice(0, MAX_LINE_LENGTH).replace(/[\uD800-\uDBFF]$/, "") : long;
}
