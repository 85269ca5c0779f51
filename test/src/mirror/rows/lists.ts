import { ALL, DESCENDING, expectText, FORM, JSON_BODY, type Json, keys, type Row, same } from "./row.ts";

const releaseCount = (mod: Record<string, unknown> | undefined): number | undefined => {
  const releases = mod?.["releases"];
  return Array.isArray(releases) ? releases.length : undefined;
};

/** The list: parameters. Source: docs/factorio.md, 1.2. */
export const LISTS: readonly Row[] = [
  {
    what: "the list: 25 a page, by name, descending",
    path: "/api/mods",
    status: 200,
    names: DESCENDING,
    json: {
      pagination: {
        count: 4,
        page: 1,
        page_count: 1,
        page_size: 25,
        links: { first: null, prev: null, next: null, last: null },
      },
    },
  },
  {
    what: "an entry of the list: its fields",
    path: "/api/mods",
    status: 200,
    check: ({ json }) =>
      same(keys((json as Json).results[2]), [
        "name",
        "title",
        "owner",
        "summary",
        "downloads_count",
        "category",
        "thumbnail",
        "latest_release",
      ]),
  },
  {
    what: "page_size=max: everything, no pagination",
    path: "/api/mods?page_size=max",
    status: 200,
    names: ALL,
    json: { pagination: null },
    plain: true,
  },
  {
    what: "page_size=max does not heed page, sort and order",
    path: "/api/mods?page_size=max&page=9&sort=updated_at&sort_order=desc",
    status: 200,
    names: ALL,
    plain: true,
  },
  {
    what: "the latest release is the last upload, without dependencies",
    path: "/api/mods?page_size=max",
    status: 200,
    plain: true,
    check: ({ json }) => {
      const latest = (json as Json).results[1]?.["latest_release"] as Record<string, unknown>;
      return latest["version"] === "1.0.01" && same(keys(latest["info_json"]), ["factorio_version"]);
    },
  },
  {
    what: "page_size",
    path: "/api/mods?page_size=3",
    status: 200,
    names: DESCENDING.slice(0, 3),
    json: {
      pagination: {
        count: 4,
        page: 1,
        page_count: 2,
        page_size: 3,
        links: {
          first: null,
          prev: null,
          next: "ORIGIN/api/mods?page_size=3&page=2",
          last: "ORIGIN/api/mods?page_size=3&page=2",
        },
      },
    },
  },
  {
    what: "page",
    path: "/api/mods?page_size=3&page=2",
    status: 200,
    names: DESCENDING.slice(3),
    json: {
      pagination: {
        page: 2,
        links: {
          first: "ORIGIN/api/mods?page_size=3&page=1",
          prev: "ORIGIN/api/mods?page_size=3&page=1",
          next: null,
          last: null,
        },
      },
    },
  },
  {
    what: "a page beyond the last is empty",
    path: "/api/mods?page=7",
    status: 200,
    names: [],
    json: { pagination: { page: 7, page_count: 1, links: { next: null } } },
  },
  {
    what: "links repeat parameters but no token",
    path: "/api/mods?page_size=1&version=2.0&username=u&token=secret",
    status: 200,
    check: ({ bytes }) => bytes.includes("version=2.0") && !bytes.includes("secret"),
  },
  { what: "sort=name, ascending", path: "/api/mods?sort=name&sort_order=asc", status: 200, names: ALL },
  {
    what: "sort=created_at",
    path: "/api/mods?sort=created_at&sort_order=asc",
    status: 200,
    names: ["Tin Works", "loom-works", "quarry-lights", "zeppelin-mail"],
  },
  {
    what: "sort=updated_at is descending by default",
    path: "/api/mods?sort=updated_at",
    status: 200,
    names: ["zeppelin-mail", "loom-works", "quarry-lights", "Tin Works"],
  },
  {
    what: "version: mods with a release for it",
    path: "/api/mods?version=2.0&page_size=max",
    status: 200,
    names: ["loom-works", "quarry-lights"],
  },
  { what: "version: 0.18 serves 1.0", path: "/api/mods?version=1.0&page_size=max", status: 200, names: ["Tin Works"] },
  { what: "version: a newer game than any mod's", path: "/api/mods?version=2.9&page_size=max", status: 200, names: [] },
  {
    what: "hide_deprecated",
    path: "/api/mods?hide_deprecated=true&page_size=max",
    status: 200,
    names: ALL,
    plain: true,
  },
  {
    what: "namelist: all releases in place of the latest",
    path: "/api/mods?namelist=loom-works",
    status: 200,
    names: ["loom-works"],
    check: ({ json }) =>
      !("latest_release" in ((json as Json).results[0] ?? {})) && releaseCount((json as Json).results[0]) === 3,
  },
  {
    what: "namelist: joined by commas, unknown names absent, blanks encoded either way",
    path: "/api/mods?namelist=Tin+Works,nobody,quarry-lights&page_size=max",
    status: 200,
    names: ["Tin Works", "quarry-lights"],
  },
  {
    what: "namelist: repeated",
    path: "/api/mods?namelist=Tin%20Works&namelist=quarry-lights&page_size=max",
    status: 200,
    names: ["Tin Works", "quarry-lights"],
  },
  { what: "namelist: names are case-sensitive", path: "/api/mods?namelist=LOOM-WORKS", status: 200, names: [] },
  {
    what: "namelist with version",
    path: "/api/mods?namelist=Tin+Works,quarry-lights&version=2.0",
    status: 200,
    names: ["quarry-lights"],
  },
  {
    what: "POST: the name list in a form",
    method: "POST",
    path: "/api/mods?page_size=max",
    headers: FORM,
    body: "namelist=loom-works,Tin+Works",
    status: 200,
    names: ["Tin Works", "loom-works"],
  },
  {
    what: "POST: named mods are answered with all releases",
    method: "POST",
    path: "/api/mods?page_size=max",
    headers: FORM,
    body: "namelist=loom-works",
    status: 200,
    plain: true,
    check: ({ json }) => releaseCount((json as Json).results.find((mod) => mod["name"] === "loom-works")) === 3,
  },
  {
    what: "POST without a body is the list",
    method: "POST",
    path: "/api/mods?page_size=max",
    status: 200,
    names: ALL,
    plain: true,
  },
  {
    what: "POST with another kind of body",
    method: "POST",
    path: "/api/mods",
    headers: JSON_BODY,
    body: "{}",
    status: 415,
    json: { message: expectText },
  },
  {
    what: "a body that is too long",
    method: "POST",
    path: "/api/mods",
    headers: FORM,
    body: `namelist=${"x".repeat(1_100_000)}`,
    status: 413,
    json: { message: expectText },
  },
  ...[
    "page=0",
    "page=-1",
    "page=x",
    "page=1.5",
    "page_size=0",
    "page_size=all",
    "page_size=99999999999",
    "sort=score",
    "sort_order=up",
    "hide_deprecated=maybe",
    "version=0.11",
    "version=2",
    "version=2.0.7",
    "version=x",
    "version=",
  ].map(
    (query): Row => ({
      what: `a bad parameter: ${query}`,
      path: `/api/mods?${query}`,
      status: 400,
      json: { message: expectText },
    }),
  ),
];
