import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Handler, json, portalOf, QUICK, serve, wireMod, wireRelease } from "../../testing/server.ts";
import { Token } from "../credentials/token.ts";
import { createPortal, type PortalOptions } from "./create-portal.ts";

async function portalWith(handler: Handler, options: PortalOptions = {}, path = "") {
  const server = await serve(handler);
  const portal = createPortal({ url: server.url + path, limits: QUICK, ...options });
  onTestFinished(() => portal.close());
  return { server, portal };
}

const empty: Handler = (_, response) => json(response, { pagination: null, results: [] });

describe("what is asked", () => {
  test.each([
    [{}, "GET /api/mods"],
    [{ page: 2, pageSize: 10 }, "GET /api/mods?page=2&page_size=10"],
    [
      { pageSize: "max", sort: "created_at", sortOrder: "asc" },
      "GET /api/mods?page_size=max&sort=created_at&sort_order=asc",
    ],
    [{ hideDeprecated: true, version: "2.0" }, "GET /api/mods?hide_deprecated=true&version=2.0"],
    [{ namelist: ["a b", "c+d", "ü"], pageSize: "max" }, "POST /api/mods?page_size=max namelist=a%20b,c%2Bd,%C3%BC"],
  ] as const)("a list of %o: %s", async (query, expected) => {
    const { server, portal } = await portalWith(empty);
    expect(await portal.list(query)).toEqual({ pagination: null, results: [] });
    const [hit] = server.hits;
    expect(`${hit?.method} ${hit?.url}${hit?.body && ` ${hit.body}`}`).toBe(expected);
  });

  test("a search: each parameter under the portal's name", async () => {
    const { server, portal } = await portalWith(empty);
    await portal.search({
      query: "trains",
      version: "2.0",
      category: ["content"],
      excludeCategory: ["internal"],
      tag: ["trains"],
      sort: "trending",
      showDeprecated: true,
      bookmarksOf: { username: "anna", token: new Token("search token"), source: "a test" },
      page: 2,
      pageSize: 20,
    });
    expect(JSON.parse(server.hits[0]?.body ?? "")).toEqual({
      query: "trains",
      version: "2.0",
      category: ["content"],
      exclude_category: ["internal"],
      tag: ["trains"],
      sort_attribute: "trending",
      show_deprecated: true,
      only_bookmarks: true,
      username: "anna",
      token: "search token",
      page: 2,
      page_size: 20,
    });
  });

  test("a portal below a path, and names that need escapes", async () => {
    const at = portalOf(new Map());
    const below: Handler = (hit, response, nth) =>
      at({ ...hit, path: hit.path.replace("/factorio/", "/") }, response, nth);
    const { server, portal } = await portalWith(below, {}, "/factorio/");
    expect(portal.url).toMatch(/\/factorio$/);
    expect(await portal.full("Flow Control")).toBeUndefined();
    expect(await portal.short("a/../b?c#d")).toBeUndefined();
    expect(server.hits.map(({ url }) => url)).toEqual([
      "/factorio/api/mods/Flow%20Control/full",
      "/factorio/api/mods/a%2F..%2Fb%3Fc%23d",
    ]);
  });

  test("names are asked for 500 at a time", async () => {
    const { server, portal } = await portalWith(empty);
    await portal.namelist(Array.from({ length: 1001 }, (_, at) => `mod-${at}`));
    expect(server.hits.map(({ body }) => body.split(",").length).sort((a, b) => a - b)).toEqual([1, 500, 500]);
    expect(await portal.namelist([])).toEqual([]);
    expect(server.hits).toHaveLength(3);
  });
});

describe("an address that is no portal's", () => {
  const nothing: Handler = (_, response) => response.writeHead(404, { "content-type": "text/html" }).end("not found");
  const refusal = (url: string) => ({
    code: "PORTAL_ERROR",
    message: `There is no mod portal at ${url}: it answers "not found" (404) to everything.`,
    hint: expect.stringContaining("--portal or FACTORIO_LOCK_PORTAL"),
  });

  test("is reported as wrong, not as lacking the mod or the archive", async () => {
    const { server, portal } = await portalWith(nothing, {}, "/mods");
    const expected = refusal(`${server.url}/mods`);
    await expect(portal.full("lamp-post")).rejects.toMatchObject(expected);
    await expect(portal.download("/download/lamp-post/0123456789abcdef01234567")).rejects.toMatchObject(expected);
    expect(server.hits).toHaveLength(4);
  });

  test.each([
    ["a list", (hit: { readonly path: string }) => (hit.path === "/api/mods" ? 200 : 404)],
    ["a list that is refused", (hit: { readonly path: string }) => (hit.path === "/api/mods" ? 403 : 404)],
  ])("with %s it is a portal's, and is looked at once", async (_, statusOf) => {
    const { server, portal } = await portalWith((hit, response) =>
      json(response, { pagination: null, results: [] }, statusOf(hit)),
    );
    expect(await portal.full("lamp-post")).toBeUndefined();
    expect(await portal.full("lamp-kit")).toBeUndefined();
    expect(server.hits).toHaveLength(3);
  });
});

describe("what comes back", () => {
  test("pages follow one another until the last", async () => {
    const { server, portal } = await portalWith((hit, response) => {
      const page = Number(hit.query.get("page") ?? 1);
      const links = { first: null, prev: null, next: null, last: null };
      json(response, {
        pagination: { count: 5, page, page_count: 3, page_size: 2, links },
        results: [{ name: `mod-${page}`, latest_release: null }],
      });
    });
    const names: string[] = [];
    for await (const page of portal.pages({ pageSize: 2 })) names.push(...page.results.map(({ name }) => name));
    expect(names).toEqual(["mod-1", "mod-2", "mod-3"]);
    expect(server.hits).toHaveLength(3);
  });

  test("every field of a full answer that the portal documents, and none besides", async () => {
    const mod = {
      ...wireMod("lamp-post", [{ ...wireRelease("lamp-post", "1.0.0", ["base"]), feature_flags: ["quality"] }]),
      category: "content",
      score: 1.5,
      thumbnail: "/assets/x.png",
      changelog: "Version: 1.0.0",
      created_at: "2026-01-02T03:04:05.000000Z",
      updated_at: "2026-01-02T03:04:05.000000Z",
      last_highlighted_at: "2026-05-18",
      description: "d",
      faq: "f",
      homepage: "",
      source_url: "https://example.org",
      github_path: "",
      tags: ["trains"],
      license: { id: "default_mit", name: "MIT", title: "MIT", description: "", url: "" },
      images: [{ id: "a", thumbnail: "b", url: "c" }],
      deprecated: true,
    };
    const { portal } = await portalWith((_, response) => json(response, { ...mod, secret_field: 1 }));
    expect(await portal.full("lamp-post")).toEqual(mod);
  });

  test("fields of odd types read as absent", async () => {
    const odd = {
      ...wireMod("lamp-post", []),
      category: null,
      score: "high",
      tags: "x",
      license: null,
      title: 5,
      deprecated: "yes",
    };
    const { portal } = await portalWith((_, response) => json(response, odd));
    expect(await portal.full("lamp-post")).toEqual({ ...wireMod("lamp-post", []), title: "" });
  });

  test("a list with a broken entry keeps the others, with a warning", async () => {
    const latest = wireRelease("lamp-post", "1.0.0");
    const results = [{ ...wireMod("lamp-post", []), releases: undefined, latest_release: latest }, { name: 5 }, null];
    const { portal } = await portalWith((_, response) => json(response, { results }));
    const warnings: string[] = [];
    const page = await portal.list({}, { onWarning: ({ code }) => warnings.push(code) });
    expect(page.pagination).toBeNull();
    expect(page.results.map((entry) => [entry.name, entry.latest_release])).toEqual([["lamp-post", latest]]);
    expect(warnings).toEqual(["PORTAL_ODD_ANSWER"]);
  });

  test("search results", async () => {
    const result = {
      name: "lamp-post",
      title: "L",
      owner: "o",
      summary: "s",
      downloads_count: 3,
      latest_release: "5ede2462a9868c000d81477f",
      latest_release_version: "1.0.0",
      factorio_versions: ["2.0"],
    };
    const { portal } = await portalWith((_, response) =>
      json(response, { results: [result, { broken: true }], page_count: 1 }),
    );
    expect(await portal.search({ query: "lamp" })).toEqual({ pagination: null, results: [result] });
  });

  test("an address without an API: PORTAL_ERROR that names it", async () => {
    const { portal } = await portalWith((_, response) => json(response, {}, 404));
    for (const promise of [portal.list(), portal.namelist(["a"]), portal.search({ query: "a" })]) {
      await expect(promise).rejects.toMatchObject({ code: "PORTAL_ERROR", status: 404 });
    }
  });
});

describe("how it is asked", () => {
  test("connections are kept, and no more questions are under way than allowed", async () => {
    let now = 0;
    let most = 0;
    const { server, portal } = await portalWith(
      (hit, response) => {
        now += 1;
        most = Math.max(most, now);
        setTimeout(() => {
          now -= 1;
          json(response, wireMod(decodeURIComponent(hit.path.split("/")[3] as string), []));
        }, 5);
      },
      { concurrency: 4 },
    );
    await Promise.all(Array.from({ length: 40 }, (_, at) => portal.full(`mod-${at}`)));
    expect(most).toBe(4);
    expect(server.connections()).toBeLessThanOrEqual(8);
  });

  test("through the proxy of the environment, but not to this machine", async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(502).end();
    }).on("connect", (request, socket) => {
      asked.push(`${request.method} ${request.url}`);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    onTestFinished(() => void proxy.close());
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const env = { HTTPS_PROXY: address, HTTP_PROXY: address };
    const { server, portal } = await portalWith(empty, { env });
    await portal.list();
    expect([server.hits.length, asked]).toEqual([1, []]);

    for (const [url, target, code] of [
      ["https://portal.invalid", "CONNECT portal.invalid:443", "PORTAL_UNREACHABLE"],
      ["http://portal.invalid", "GET http://portal.invalid/api/mods", "PORTAL_ERROR"],
    ] as const) {
      const far = createPortal({ url, env, limits: { ...QUICK, tries: 1 } });
      onTestFinished(() => far.close());
      await expect(far.list()).rejects.toMatchObject({ code });
      expect(asked.pop()).toBe(target);
    }
    expect(asked).toEqual([]);
  });

  test("hundreds of questions on one signal make Node.js warn of nothing", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on("warning", listen);
    onTestFinished(() => void process.off("warning", listen));
    const { portal } = await portalWith((hit, response) =>
      json(response, wireMod(hit.path.split("/")[3] as string, [])),
    );
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 200 }, (_, at) => portal.full(`mod-${at}`, { signal })));
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });
});

test("closing ends what is under way, without another try", async () => {
  const { server, portal } = await portalWith(
    (hit, response) => {
      if (hit.path.includes("waits")) response.writeHead(503, { "retry-after": "10" }).end();
    },
    { limits: { ...QUICK, stallMs: 10_000, retryAfterMaxMs: 10_000, budgetMs: 60_000 } },
  );
  const outcomes = ["waits", "hangs", "hangs-too"].map((name) => portal.full(name).catch((error: unknown) => error));
  while (server.hits.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await portal.close();
  for (const outcome of outcomes) expect(await outcome).toMatchObject({ code: "INTERRUPTED" });
  expect(await portal.full("late").catch((error: unknown) => error)).toMatchObject({ code: "INTERRUPTED" });
  expect(server.hits).toHaveLength(3);
});

test.each([
  ["mods.factorio.com"],
  ["ftp://mods.factorio.com"],
  ["file:///tmp"],
  ["https://anna:secretpass@mods.example"],
  ["https://mods.example/?token=secretpass"],
  [""],
])("the address %s is refused: USAGE, without its secrets", (url) => {
  expect(() => createPortal({ url })).toThrow(expect.objectContaining({ code: "USAGE" }) as Error);
  expect(() => createPortal({ url })).not.toThrow(/secretpass/);
});
