import type { Warning } from "@factorio-lock/core";
import * as v from "valibot";
import type { ModListEntry, ModListPage, Pagination } from "./mod-list.ts";
import type { License, ModImage, PortalMod } from "./portal-mod.ts";
import type { PortalRelease } from "./portal-release.ts";
import type { SearchPage, SearchResult } from "./search-page.ts";

/** Where oddities of an answer go. */
export type OnWarning = (warning: Warning) => void;

/** The most characters of a text of one line, such as a title or an owner; the portal's own are a tenth of that. */
const LONGEST = 4_000;

// A field that only informs reads as absent (or empty) when its type is odd: nothing of the mod depends on it.
const maybe = <T extends v.GenericSchema>(schema: T) => v.fallback(v.optional(schema), undefined);
const line = v.pipe(v.string(), v.transform(cut));
const text = v.fallback(line, "");
/** Texts of many lines may be long, but no line of a changelog is. */
const changelog = v.pipe(
  v.string(),
  v.transform((all) => (all.length > LONGEST ? all.split("\n").map(cut).join("\n") : all)),
);
/** A name must not be cut to another one: what is longer is none. */
const modName = v.pipe(v.string(), v.maxLength(LONGEST));
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

/** The answer of `api-login`, since version 4 with status 200 in both cases. Source: domain.md 2. */
export type LoginAnswer =
  | { readonly token: string; readonly username: string }
  | { readonly error: string; readonly message: string };

const loginAnswer: v.GenericSchema<unknown, LoginAnswer> = v.union([
  v.object({ token: v.pipe(v.string(), v.minLength(1)), username: v.pipe(v.string(), v.minLength(1)) }),
  v.object({ error: v.string(), message: text }),
]);

/** The mod of a short or full answer; undefined when the answer is no such thing. Releases that cannot be read are left out. */
export function decodeMod(json: unknown, onWarning: OnWarning): PortalMod | undefined {
  const mod = v.safeParse(rawMod, json);
  if (!mod.success) return undefined;
  return { ...mod.output, releases: decodeReleases(mod.output.name, mod.output.releases ?? [], onWarning) };
}

/** A page of a list; undefined when the answer is no such thing. Entries that cannot be read are left out. */
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
    onWarning(odd(`${unreadable} of the mods in the mod portal's list cannot be read; they are left out.`));
  return { pagination: page.output.pagination, results };
}

/** A page of search results; undefined when the answer is no such thing. */
export function decodeSearch(json: unknown): SearchPage | undefined {
  const page = v.safeParse(rawList, json);
  if (!page.success) return undefined;
  const results = page.output.results.flatMap((item) => {
    const result = v.safeParse(searchResult, item);
    return result.success ? [result.output] : [];
  });
  return { pagination: page.output.pagination, results };
}

/** The names of a bookmarks answer; undefined when the answer is no such thing. */
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
  if (faults.length > 0) onWarning(leftOut(mod, faults.length, `${faults[0]} cannot be read`));
  return releases;
}

/** The warning about releases of a mod that cannot be used; `fault` is that of the first. */
export function leftOut(mod: string, count: number, fault: string): Warning {
  const what = count === 1 ? "One release" : `${count} releases`;
  return odd(`${what} of ${mod} on the mod portal ${count === 1 ? "is" : "are"} left out: ${fault}.`, mod);
}

function odd(message: string, mod?: string): Warning {
  return { code: "PORTAL_ODD_ANSWER", message, ...(mod === undefined ? {} : { mod }) };
}

/** The text up to `LONGEST` characters, never ending in half a character. */
function cut(long: string): string {
  return long.length > LONGEST ? long.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, "") : long;
}
