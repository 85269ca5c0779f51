import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { type CatalogMod, type CatalogRelease, fixedCatalog, type Mirror, serveCatalog } from "@factorio-lock/mirror";
import {
  createPortal,
  type ListQuery,
  openMetadata,
  type Portal,
  type SearchQuery,
  Token,
} from "@factorio-lock/portal";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";

// Every endpoint of the Mod API with every parameter: the client against the mirror, over real HTTP.

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");
const bytesOf = (mod: string, version: string): Buffer => Buffer.from(`PK\u0003\u0004 ${mod} ${version} `.repeat(50));

function release(name: string, version: string, line: string, day: number): CatalogRelease {
  return {
    id: sha1(`${name} ${version}`).slice(0, 24),
    version,
    fileName: `${name}_${version}.zip`,
    releasedAt: `2026-01-${String(day).padStart(2, "0")}T00:00:00.000000Z`,
    sha1: createHash("sha1").update(bytesOf(name, version)).digest("hex"),
    factorioVersion: line,
    dependencies: ["base", `? ${name}-extras >= ${version}`],
  };
}

function mod(name: string, releases: readonly CatalogRelease[], about: Partial<CatalogMod> = {}): CatalogMod {
  const created = releases[0]?.releasedAt ?? "2020-01-01T00:00:00.000000Z";
  const updated = releases.at(-1)?.releasedAt ?? created;
  return {
    name,
    title: `About ${name}`,
    owner: "someone",
    summary: "lights the way",
    downloadsCount: name.length,
    category: "content",
    deprecated: false,
    releases,
    details: () => ({ changelog: `Version: ${name}`, created_at: created, updated_at: updated, tags: ["trains"] }),
    ...about,
  };
}

const MODS: readonly CatalogMod[] = [
  mod("alpha-lamps", [release("alpha-lamps", "1.0.0", "1.1", 3), release("alpha-lamps", "1.1.0", "2.0", 20)]),
  mod("Beta Belts", [release("Beta Belts", "0.1.01", "2.0", 10)], { category: "utilities", downloadsCount: 900 }),
  mod("gamma-old", [release("gamma-old", "1.0.0", "2.0", 5)], { deprecated: true }),
  mod("delta-trains", [release("delta-trains", "2.0.0", "2.1", 1)], { score: 5, summary: "longer trains" }),
  mod("omega-empty", []),
];

let mirror: Mirror;
let portal: Portal;
let folder: string;
const paths: string[] = [];
const account = { username: "anna", token: new Token("a-token-of-anna"), source: "a test" };
const stranger = { username: "anna", token: new Token("another-token"), source: "a test" };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-table-"));
  await writeFile(join(folder, "users"), "anna:a-token-of-anna\n");
  const catalog = fixedCatalog(MODS, ({ name }, { version, fileName, sha1: hash }) => ({
    fileName,
    size: bytesOf(name, version).length,
    sha1: hash,
    modified: new Date(0),
    open: async () => bytesOf(name, version),
  }));
  mirror = await serveCatalog(catalog, {
    users: join(folder, "users"),
    intercept: (request) => {
      paths.push(`${request.method} ${request.url}`);
      return false;
    },
  });
  portal = createPortal({ url: mirror.url, credentials: async () => account });
});

afterAll(async () => {
  await portal.close();
  await mirror.close();
  await removeFolder(folder);
});

const names = (page: { readonly results: readonly { readonly name: string }[] }): string[] =>
  page.results.map(({ name }) => name);
const ALL = ["Beta Belts", "alpha-lamps", "delta-trains", "gamma-old", "omega-empty"];

describe("/api/mods", () => {
  const table: readonly [ListQuery, readonly string[]][] = [
    [{}, ALL.toReversed()],
    [{ sortOrder: "asc" }, ALL],
    [{ sort: "name", sortOrder: "desc" }, ALL.toReversed()],
    [{ pageSize: "max" }, ALL],
    [{ pageSize: 2, page: 1, sortOrder: "asc" }, ALL.slice(0, 2)],
    [{ pageSize: 2, page: 3, sortOrder: "asc" }, ALL.slice(4)],
    [{ pageSize: 2, page: 4, sortOrder: "asc" }, []],
    [{ sort: "updated_at", sortOrder: "desc", pageSize: 2 }, ["alpha-lamps", "Beta Belts"]],
    [{ sort: "created_at", sortOrder: "desc", pageSize: 2 }, ["Beta Belts", "gamma-old"]],
    [{ hideDeprecated: true, pageSize: "max" }, ALL.filter((name) => name !== "gamma-old")],
    [{ hideDeprecated: false, pageSize: "max" }, ALL],
    [{ version: "2.0", pageSize: "max" }, ["Beta Belts", "alpha-lamps"]],
    [{ version: "2.1", pageSize: "max" }, ["delta-trains"]],
    [{ namelist: ["Beta Belts", "nobody", "gamma-old"], pageSize: "max" }, ["Beta Belts", "gamma-old"]],
    [{ namelist: ["Beta Belts", "gamma-old"], hideDeprecated: true, pageSize: "max" }, ["Beta Belts"]],
    [{ namelist: ["alpha-lamps", "delta-trains"], version: "2.1", pageSize: "max" }, ["delta-trains"]],
    [{ namelist: ["nobody"], pageSize: "max" }, []],
  ];
  test.each(table)("%o", async (query, expected) => {
    const page = await portal.list(query);
    expect(names(page)).toEqual(expected);
    expect(page.pagination === null).toBe(query.pageSize === "max");
    if (page.pagination) expect(page.pagination.count).toBe(5);
    for (const entry of page.results) {
      expect(entry.releases !== undefined).toBe(query.namelist !== undefined);
      expect(entry.latest_release !== undefined).toBe(query.namelist === undefined);
    }
  });

  test("tells each field as the mirror has it; a mod without a release has null", async () => {
    const { results } = await portal.list({ pageSize: "max" });
    expect(results.find(({ name }) => name === "omega-empty")?.latest_release).toBeNull();
    expect(results.find(({ name }) => name === "Beta Belts")).toMatchObject({
      title: "About Beta Belts",
      owner: "someone",
      summary: "lights the way",
      downloads_count: 900,
      category: "utilities",
      latest_release: {
        version: "0.1.01",
        file_name: "Beta Belts_0.1.01.zip",
        released_at: "2026-01-10T00:00:00.000000Z",
        info_json: { factorio_version: "2.0" },
      },
    });
  });

  test("pages follow one another", async () => {
    const found: string[] = [];
    for await (const page of portal.pages({ pageSize: 2, sortOrder: "asc" })) found.push(...names(page));
    expect(found).toEqual(ALL);
  });

  test("a version that is none: PORTAL_ERROR with the portal's own words", async () => {
    await expect(portal.list({ version: "banana" })).rejects.toMatchObject({
      code: "PORTAL_ERROR",
      status: 400,
      message: expect.stringContaining("version") as unknown,
    });
  });

  test("by names: all releases, without dependencies", async () => {
    const [lamps] = await portal.namelist(["alpha-lamps", "nobody"]);
    expect(lamps?.releases.map(({ version }) => version)).toEqual(["1.0.0", "1.1.0"]);
    expect(lamps?.releases[0]?.info_json).toEqual({ factorio_version: "1.1" });
  });
});

describe("/api/mods/NAME", () => {
  test("short: releases without dependencies", async () => {
    const belts = await portal.short("Beta Belts");
    expect(belts?.releases[0]?.info_json).toEqual({ factorio_version: "2.0" });
    expect(belts?.changelog).toBeUndefined();
  });

  test("full: everything", async () => {
    const belts = await portal.full("Beta Belts");
    expect(belts).toMatchObject({ changelog: "Version: Beta Belts", tags: ["trains"] });
    expect(belts?.releases[0]?.info_json.dependencies).toEqual(["base", "? Beta Belts-extras >= 0.1.01"]);
    expect((await portal.full("gamma-old"))?.deprecated).toBe(true);
    expect((await portal.full("omega-empty"))?.releases).toEqual([]);
  });

  test.each(["nobody", "ALPHA-LAMPS", "beta belts", "a/../b", "%41lpha", "?", "#", "", ".", "..", "\u0000"])(
    "%j is unknown",
    async (name) => {
      expect(await portal.full(name)).toBeUndefined();
      expect(await portal.short(name)).toBeUndefined();
    },
  );
});

describe("/api/search", () => {
  const table: readonly [SearchQuery, readonly string[]][] = [
    [{ query: "lamps" }, ["alpha-lamps"]],
    [{ query: "trains" }, ["delta-trains"]],
    [{ query: "" }, ["Beta Belts", "alpha-lamps", "delta-trains", "omega-empty"]],
    [{ query: "", showDeprecated: true }, ALL],
    [{ query: "", version: "2.0" }, ["Beta Belts", "alpha-lamps"]],
    [{ query: "", category: ["utilities"] }, ["Beta Belts"]],
    [{ query: "", excludeCategory: ["content"] }, ["Beta Belts"]],
    [{ query: "", sort: "most_downloads", pageSize: 1 }, ["Beta Belts"]],
    [{ query: "", sort: "trending", pageSize: 1 }, ["delta-trains"]],
    [{ query: "", sort: "last_updated_at", pageSize: 2 }, ["alpha-lamps", "Beta Belts"]],
    [{ query: "", sort: "relevancy", pageSize: 2, page: 2 }, ["delta-trains", "omega-empty"]],
    [{ query: "nothing-like-it" }, []],
  ];
  test.each(table)("%o", async (query, expected) => {
    expect(names(await portal.search(query))).toEqual(expected);
  });

  test("tells the newest release by its identity and version", async () => {
    const { results, pagination } = await portal.search({ query: "lamps" });
    expect(results[0]).toMatchObject({ latest_release_version: "1.1.0", factorio_versions: ["1.1", "2.0"] });
    expect(pagination?.count).toBe(1);
  });
});

describe("accounts", () => {
  test("bookmarks tell good credentials from bad ones", async () => {
    expect(await portal.bookmarks(account)).toEqual([]);
    await expect(portal.bookmarks(stranger)).rejects.toMatchObject({ code: "AUTH_REJECTED" });
  });

  test("signing in gives a token that downloads", async () => {
    const signedIn = await portal.signIn({ username: "anna", password: "a-token-of-anna" });
    expect(signedIn.kind).toBe("signed-in");
    if (signedIn.kind === "signed-in") expect(await portal.bookmarks(signedIn.credentials)).toEqual([]);
    await expect(portal.signIn({ username: "anna", password: "wrong" })).rejects.toMatchObject({
      code: "AUTH_REJECTED",
    });
  });
});

describe("/download", () => {
  const path = `/download/Beta Belts/${sha1("Beta Belts 0.1.01").slice(0, 24)}`;
  const whole = bytesOf("Beta Belts", "0.1.01");

  test("sends the archive, and the token only to the address that asks for it", async () => {
    paths.length = 0;
    const download = await portal.download(path);
    expect(download.status).toBe(200);
    expect(await buffer(download.body)).toEqual(whole);
    expect(download.headers["content-length"]).toBe(String(whole.length));
    expect(paths).toHaveLength(2);
    expect(paths[0]).toContain("token=a-token-of-anna");
    expect(paths[1]).not.toContain("a-token-of-anna");
    expect(download.url).not.toContain("a-token-of-anna");
  });

  test("goes on from a byte, and from the start when the archive is another", async () => {
    const etag = (await portal.download(path)).headers["etag"] ?? "";
    expect(etag).not.toBe("");
    const rest = await portal.download(path, { from: 100, ifRange: etag });
    expect(rest.status).toBe(206);
    expect(await buffer(rest.body)).toEqual(whole.subarray(100));
    const again = await portal.download(path, { from: 100, ifRange: '"another"' });
    expect(again.status).toBe(200);
    expect(await buffer(again.body)).toEqual(whole);
    await expect(portal.download(path, { from: 1_000_000 })).rejects.toMatchObject({ status: 416 });
  });

  test("a release that is gone, credentials that are wrong, none at all", async () => {
    await expect(portal.download(`/download/Beta Belts/${"0".repeat(24)}`)).rejects.toMatchObject({ status: 404 });
    const foreign = createPortal({ url: mirror.url, credentials: async () => stranger });
    await expect(foreign.download(path)).rejects.toMatchObject({ code: "AUTH_REJECTED" });
    const nobody = createPortal({ url: mirror.url });
    await expect(nobody.download(path)).rejects.toMatchObject({ code: "AUTH_REQUIRED" });
    await Promise.all([foreign.close(), nobody.close()]);
  });
});

describe("the metadata cache", () => {
  test("costs one question a mod when cold, one in all when warm, none offline", async () => {
    const known = MODS.map(({ name }) => name);
    const run = async (offline = false): Promise<string[]> => {
      paths.length = 0;
      const metadata = openMetadata({ portal, directory: join(folder, "cache"), offline });
      await metadata.refresh([...known, "nobody"]);
      const infos = await Promise.all([...known, "nobody"].map((name) => metadata.get(name)));
      expect(infos.map((info) => info?.releases.length)).toEqual([2, 1, 1, 1, 0, undefined]);
      expect(infos.map((info) => info?.deprecated ?? false)).toEqual([false, false, true, false, false, false]);
      expect(metadata.warnings()).toEqual([]);
      return [...paths];
    };
    expect(await run()).toHaveLength(6);
    expect(await run()).toEqual(["POST /api/mods?page_size=max"]);
    expect(await run(true)).toEqual([]);
  });
});
