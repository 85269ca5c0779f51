import { chmod, mkdtemp, readFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { type ArchiveRequest, fetchArchives, openStore } from "@factorio-lock/fetcher";
import { exportMirror, startMirror } from "@factorio-lock/mirror";
import { createPortal, openMetadata, Token } from "@factorio-lock/portal";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import type { FileMod } from "../portal-file/read-portal-file.ts";
import { type FilePortal, servePortalFile } from "../portal-file/serve-portal-file.ts";
import { type Fixture, writeFixture } from "./fixture.ts";
import { freePort, hasNginx, startNginx } from "./nginx.ts";
import { expectText, type Row, type Seen } from "./rows/row.ts";
import { ROWS } from "./rows/rows.ts";

/** Asks as written: no client tidies the path up. Redirects on the same server are followed. */
async function ask(url: string, row: Row, fixture: Fixture): Promise<Seen> {
  const headers = typeof row.headers === "function" ? row.headers(fixture) : row.headers;
  let target = typeof row.path === "function" ? row.path(fixture) : row.path;
  for (let hops = 0; ; hops += 1) {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const asking = request(
        { hostname, port, path: target, method: row.method ?? "GET", headers, agent: false },
        resolve,
      );
      asking.on("error", reject);
      asking.end(row.body);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    if (answer.statusCode === 302 && hops < 2) {
      target = answer.headers.location ?? "";
      continue;
    }
    const body = Buffer.concat(chunks);
    const bytes = answer.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
    const fields = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return { status: answer.statusCode ?? 0, headers: new Headers(fields), bytes, json: parse(bytes) };
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** The row's JSON as vitest understands it: texts that say something, addresses of this server. */
function asMatcher(value: unknown, url: string): unknown {
  if (value === expectText) return expect.stringMatching(/.{4}/s);
  if (typeof value === "string") return value.replace("ORIGIN", url);
  if (Array.isArray(value)) return value.map((entry) => asMatcher(entry, url));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asMatcher(entry, url)]));
}

async function hold(url: string, row: Row, fixture: Fixture): Promise<void> {
  const seen = await ask(url, row, fixture);
  expect(seen.status, seen.bytes.toString("latin1", 0, 300)).toBe(row.status);
  if (row.json !== undefined) expect(seen.json).toMatchObject(asMatcher(row.json, url) as object);
  if (row.names)
    expect((seen.json as { results: { name: string }[] }).results.map(({ name }) => name)).toEqual(row.names);
  if (row.check) expect(row.check(seen, fixture), seen.bytes.toString("latin1", 0, 2000)).toBe(true);
}

function titled(rows: readonly Row[]): [title: string, row: Row][] {
  return rows.map((row) => [`${row.method ?? "GET"}: ${row.what}`, row]);
}

let root: string;
let fixture: Fixture;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "mirror-conformance-"));
  // Where nginx is started by root its workers are another user.
  await chmod(root, 0o755);
  fixture = await writeFixture(path.join(root, "mods"));
});

afterAll(() => removeFolder(root));

describe("the mirror of a folder", () => {
  let mirror: Awaited<ReturnType<typeof startMirror>>;

  beforeAll(async () => {
    mirror = await startMirror({ directory: path.join(root, "mods") });
  });

  afterAll(() => mirror.close());

  test.each(titled(ROWS))("%s", (_, row) => hold(mirror.url, row, fixture));

  test("a download is a redirect to a signed address that expires", async () => {
    const { id, sha1 } = fixture.get("zeppelin-mail_0.0.1.zip") ?? { id: "", sha1: "" };
    const answer = await fetch(`${mirror.url}/download/zeppelin-mail/${id}?username=a&token=t`, { redirect: "manual" });
    expect(answer.status).toBe(302);
    const location = answer.headers.get("location") ?? "";
    expect(location).toMatch(/^\/files\/[0-9a-f]{2}\/[0-9a-f]{38}\?secure=[\w-]{22},\d{10}$/);
    expect(location.slice(7, 48).replace("/", "")).toBe(sha1);
    const other = location.replace(/\/files\/../, "/files/00");
    expect((await fetch(mirror.url + other)).status).toBe(403);
  });

  test("an answer that the client has is 304, compressed or not", async () => {
    for (const encoding of ["gzip", "identity"]) {
      const headers = { "accept-encoding": encoding };
      const first = await fetch(`${mirror.url}/api/mods/loom-works/full`, { headers });
      const etag = first.headers.get("etag") ?? "";
      const again = await fetch(`${mirror.url}/api/mods/loom-works/full`, {
        headers: { ...headers, "if-none-match": `"x", ${etag}` },
      });
      expect(again.status).toBe(304);
      expect(again.headers.get("etag")).toBe(etag);
    }
  });
});

describe.skipIf(!hasNginx)("the export behind nginx (skipped where nginx is not installed)", () => {
  let nginx: Awaited<ReturnType<typeof startNginx>>;

  beforeAll(async () => {
    const port = await freePort();
    const { out } = await exportMirror({
      directory: path.join(root, "mods"),
      out: path.join(root, "out"),
      listen: `127.0.0.1:${port}`,
    });
    nginx = await startNginx(out, port);
  });

  afterAll(() => nginx?.stop());

  test.each(titled(ROWS.filter(({ plain }) => plain)))("%s", (_, row) => hold(nginx.url, row, fixture));

  test("the client of factorio-lock finds and fetches what it wants", async () => {
    const portal = createPortal({
      url: nginx.url,
      credentials: async () => ({ username: "ada", token: new Token("conformance-token"), source: "the test" }),
    });
    const store = openStore(path.join(root, "store"));
    const metadata = openMetadata({ portal, directory: path.join(root, "metadata") });
    await metadata.refresh(["loom-works", "Tin Works"]);
    const wanted: ArchiveRequest[] = [];
    for (const name of ["loom-works", "Tin Works"]) {
      for (const { version, fileName, sha1, download } of (await metadata.get(name))?.releases ?? []) {
        if (sha1) wanted.push({ name, version, fileName, sha1, download });
      }
    }
    expect(wanted).toHaveLength(4);
    expect(await fetchArchives(wanted, { store, portal })).toMatchObject({ files: 4, reused: 0 });
    expect(await metadata.get("nobody")).toBeUndefined();
    await portal.close();
  });

  test("a list may be posted; what would change something is refused", async () => {
    const ask = (method: string, file: string) =>
      fetch(nginx.url + file, { method, ...(method === "GET" ? {} : { body: "namelist=x" }) });
    const posted = await ask("POST", "/api/mods?page_size=max");
    expect([posted.status, posted.headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(await posted.json()).toMatchObject({ results: [{}, {}, {}, {}] });
    for (const [method, file] of [
      ["DELETE", "/api/mods"],
      ["PUT", "/api/mods"],
      ["PATCH", "/api/mods"],
      ["DELETE", "/api/mods/loom-works"],
      ["POST", "/api/mods/loom-works"],
    ] as const) {
      const answer = await ask(method, file);
      expect([answer.status, await answer.json()]).toEqual([405, { message: "Method not allowed" }]);
    }
  });

  test("an export anew is served at once, and nginx keeps its process id and log", async () => {
    const out = path.join(root, "out");
    const pid = await readFile(path.join(out, "nginx.pid"), "utf8");
    await exportMirror({ directory: path.join(root, "mods"), out, listen: new URL(nginx.url).host });
    expect(await readFile(path.join(out, "nginx.pid"), "utf8")).toBe(pid);
    expect((await fetch(`${nginx.url}/api/mods/after-the-export`)).status).toBe(404);
    await expect.poll(() => readFile(path.join(out, "access.log"), "utf8")).toContain("/api/mods/after-the-export");
    const large = await fetch(`${nginx.url}/api/mods`, { method: "POST", body: "n".repeat(100_000) });
    expect(large.status).toBe(200);
  });

  test("nothing but the API is served", async () => {
    for (const file of ["/nginx.conf", "/nginx.pid", "/access.log", "/.factorio-lock-export", "/tmp/"]) {
      expect((await fetch(nginx.url + file)).status).toBe(404);
    }
  });
});

describe("deprecated mods", () => {
  const mod = (name: string, deprecated: boolean): FileMod => ({
    name,
    title: name,
    owner: "ada",
    summary: "",
    downloads_count: 0,
    category: "",
    ...(deprecated ? { deprecated } : {}),
    releases: [
      {
        version: "1.0.0",
        file_name: `${name}_1.0.0.zip`,
        download_url: `/download/${name}/0123456789abcdef01234567`,
        released_at: "2025-01-01T00:00:00.000000Z",
        info_json: { factorio_version: "2.0" },
      },
    ],
  });
  let portal: FilePortal;

  beforeAll(async () => {
    portal = await servePortalFile({ mods: [mod("old-loom", true), mod("new-loom", false)] });
  });

  afterAll(() => portal.close());

  const names = async (query: string): Promise<string[]> => {
    const answer = await fetch(`${portal.url}/api/mods?page_size=max${query}`);
    return ((await answer.json()) as { results: { name: string }[] }).results.map(({ name }) => name);
  };

  test.each([
    ["", ["new-loom", "old-loom"]],
    ["&hide_deprecated=false", ["new-loom", "old-loom"]],
    ["&hide_deprecated=true", ["new-loom"]],
    ["&hide_deprecated=1&namelist=old-loom", []],
    ["&namelist=old-loom", ["old-loom"]],
    ["&version=2.0", ["new-loom"]],
  ])("the list with %j", async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test("are found by a search only when asked for, and marked as such by the full answer alone", async () => {
    const search = async (body: object): Promise<unknown> => {
      const answer = await fetch(`${portal.url}/api/search`, { method: "POST", body: JSON.stringify(body) });
      return ((await answer.json()) as { results: { name: string }[] }).results.map(({ name }) => name);
    };
    expect(await search({ query: "loom" })).toEqual(["new-loom"]);
    expect(await search({ query: "loom", show_deprecated: true })).toEqual(["new-loom", "old-loom"]);
    const full = await fetch(`${portal.url}/api/mods/old-loom/full`);
    expect(await full.json()).toMatchObject({ deprecated: true });
    expect(await (await fetch(`${portal.url}/api/mods/old-loom`)).json()).not.toHaveProperty("deprecated");
  });
});
