import { CHANGELOG, PNG } from "../fixture.ts";
import { archive, expectText, type Json, keys, type Row, SHORT_RELEASE, same } from "./row.ts";

/** Single mods. Source: docs/factorio.md, 1.3, 1.5. */
export const MODS: readonly Row[] = [
  {
    what: "short: its fields",
    path: "/api/mods/loom-works",
    status: 200,
    plain: true,
    check: ({ json }) =>
      same(keys(json), ["name", "title", "owner", "summary", "downloads_count", "category", "thumbnail", "releases"]),
  },
  {
    what: "short: releases in the order of upload, without dependencies",
    path: "/api/mods/loom-works",
    status: 200,
    plain: true,
    check: ({ json }, fixture) =>
      same(
        (json as Json).releases.map((one) => one["version"]),
        ["1.0.0", "1.1.0", "1.0.01"],
      ) && same((json as Json).releases[1], SHORT_RELEASE(fixture)),
  },
  {
    what: "full: title, author and description of info.json, changelog",
    path: "/api/mods/loom-works/full",
    status: 200,
    plain: true,
    json: {
      title: "Loom works",
      owner: "ada",
      summary: "Weaves cloth from copper wire.",
      description: "Weaves cloth from copper wire.",
      homepage: "https://example.org/looms",
      changelog: CHANGELOG,
      created_at: "2023-11-14T22:13:20.000000Z",
      updated_at: "2025-06-15T15:06:40.000000Z",
      tags: [],
      images: [],
    },
  },
  {
    what: "full: never a latest release, deprecated only where true",
    path: "/api/mods/loom-works/full",
    status: 200,
    plain: true,
    check: ({ json }) => !keys(json).includes("latest_release") && !keys(json).includes("deprecated"),
  },
  {
    what: "full: dependencies word for word, absent where info.json has none",
    path: "/api/mods/loom-works/full",
    status: 200,
    plain: true,
    check: ({ json }) =>
      same(
        (json as Json).releases.map((one) => one["info_json"]),
        [
          { factorio_version: "1.1", dependencies: ["base >= 1.1"] },
          { factorio_version: "2.0", dependencies: ["base >= 2.0.28", "? Tin Works >= 0.2"] },
          { factorio_version: "1.1" },
        ],
      ),
  },
  {
    what: "full: an empty list of dependencies stays one; a name with a blank",
    path: "/api/mods/Tin%20Works/full",
    status: 200,
    plain: true,
    check: ({ json }, fixture) =>
      same((json as Json).releases[0]?.["info_json"], { factorio_version: "0.18", dependencies: [] }) &&
      (json as Json).releases[0]?.["download_url"] ===
        `/download/Tin%20Works/${archive(fixture, "Tin Works_0.2.0.zip").id}`,
  },
  {
    what: "the version's own text survives in the file name",
    path: "/api/mods/loom-works",
    status: 200,
    plain: true,
    check: ({ json }) => (json as Json).releases[2]?.["file_name"] === "loom-works_1.0.01.zip",
  },
  {
    what: "the thumbnail",
    path: (fixture) => `/assets/${archive(fixture, "loom-works_1.0.01.zip").sha1}.thumb.png`,
    status: 200,
    plain: true,
    check: ({ bytes, headers }) => bytes.equals(PNG) && headers.get("content-type") === "image/png",
  },
  {
    what: "a thumbnail that is not there",
    path: (fixture) => `/assets/${archive(fixture, "Tin Works_0.2.0.zip").sha1}.thumb.png`,
    status: 404,
    plain: true,
  },
  { what: "an unknown mod", path: "/api/mods/nobody", status: 404, json: { message: "Mod not found" }, plain: true },
  {
    what: "an unknown mod, full",
    path: "/api/mods/nobody/full",
    status: 404,
    json: { message: "Mod not found" },
    plain: true,
  },
  {
    what: "names are case-sensitive",
    path: "/api/mods/Loom-Works",
    status: 404,
    json: { message: "Mod not found" },
    plain: true,
  },
  {
    what: "__proto__ is no mod",
    path: "/api/mods/__proto__/full",
    status: 404,
    json: { message: "Mod not found" },
    plain: true,
  },
  {
    what: "HEAD",
    method: "HEAD",
    path: "/api/mods/loom-works/full",
    status: 200,
    plain: true,
    check: ({ bytes, headers }) =>
      bytes.length === 0 && headers.get("content-type")?.startsWith("application/json") === true,
  },
  {
    what: "another method",
    method: "DELETE",
    path: "/api/mods/loom-works",
    status: 405,
    json: { message: expectText },
    check: ({ headers }) => headers.get("allow") === "GET, HEAD",
  },
  { what: "an address that is none", path: "/api/nothing", status: 404, json: { message: expectText }, plain: true },
  {
    what: "JSON is reported as such",
    path: "/api/mods/loom-works",
    status: 200,
    plain: true,
    check: ({ headers }) => headers.get("content-type") === "application/json",
  },
  {
    what: "a big answer is compressed for who wants it",
    path: "/api/mods/loom-works/full",
    headers: { "accept-encoding": "gzip" },
    status: 200,
    check: ({ headers, json }) => headers.get("content-encoding") === "gzip" && (json as Json)["name"] === "loom-works",
  },
  {
    what: "and not for who does not",
    path: "/api/mods/loom-works/full",
    headers: { "accept-encoding": "gzip;q=0" },
    status: 200,
    check: ({ headers }) => headers.get("content-encoding") === null,
  },
  {
    what: "a page of another origin may read a mod",
    path: "/api/mods/loom-works",
    headers: { origin: "https://mods.example" },
    status: 200,
    check: ({ headers }) => headers.get("access-control-allow-origin") === "*" && allowsNoCredentials(headers),
    plain: true,
  },
  {
    what: "and that there is none",
    path: "/api/mods/nobody",
    headers: { origin: "https://mods.example" },
    status: 404,
    check: ({ headers }) => headers.get("access-control-allow-origin") === "*" && allowsNoCredentials(headers),
    plain: true,
  },
];

function allowsNoCredentials(headers: Headers): boolean {
  return headers.get("access-control-allow-credentials") === null;
}
