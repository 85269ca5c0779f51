import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Handler, json, QUICK, serve, type TestServer } from "../../testing/server.ts";
import { redact, Token } from "../credentials/token.ts";
import type { PortalEvent } from "../http/events.ts";
import { createPortal, type PortalOptions } from "./create-portal.ts";
import type { Portal } from "./portal.ts";

const CANARY = "canary-7f3a+token/value";
const PATH = "/download/lamp-post/5ede2462a9868c000d81477f";
const BYTES = Buffer.from("PK\u0003\u0004 an archive");
const archive: Handler = (_, response) =>
  response.writeHead(200, { "content-type": "application/octet-stream", etag: '"e"' }).end(BYTES);

async function portalWith(
  handler: Handler,
  options: PortalOptions = {},
): Promise<{ server: TestServer; portal: Portal }> {
  const server = await serve(handler);
  const credentials = async () => ({ username: "anna", token: new Token(CANARY), source: "a test" });
  const portal = createPortal({ url: server.url, limits: QUICK, credentials, ...options });
  onTestFinished(() => portal.close());
  return { server, portal };
}

/** The error, after its every text was searched for the token. */
async function failure(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; hint: string; status?: number }> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const {
    code,
    message,
    hint = "",
    status,
    stack = "",
  } = error as Record<string, string | undefined> & { status?: number };
  expect(`${message} ${hint} ${stack}`).not.toContain(CANARY.slice(0, 11));
  return { code: code ?? "", message: message ?? "", hint: hint ?? "", ...(status === undefined ? {} : { status }) };
}

test.each([
  ["refuses it with words", 403, {}],
  ["fails with words", 400, {}],
  ["sends it back as an encoding", 400, { "content-encoding": "qz7" }],
  ["redirects with it", 302, { location: "https://qz7.example.org/" }],
] as const)("a token of three characters is not shown when the portal %s", async (_, status, headers) => {
  const { portal } = await portalWith(
    (_hit, response) => response.writeHead(status, headers).end('{"message":"qz7 is no token"}'),
    { credentials: async () => ({ username: "anna", token: new Token("qz7"), source: "a test" }) },
  );
  const { message, hint } = await failure(portal.download(PATH));
  expect(`${message} ${hint}`).not.toContain("qz7");
});

describe("a download", () => {
  test("asks the portal with the credentials, and follows to the other host without them", async () => {
    const files = await serve(archive);
    const events: PortalEvent[] = [];
    const { server, portal } = await portalWith(
      (_, response) => response.writeHead(302, { location: `${files.url}/files/89/c9?secure=abc,1` }).end("moved"),
      { onEvent: (event) => events.push(event) },
    );
    const download = await portal.download(PATH);
    expect(download.status).toBe(200);
    expect(download.headers["etag"]).toBe('"e"');
    expect(await buffer(download.body)).toEqual(BYTES);
    expect(server.hits[0]?.path).toBe(PATH);
    expect(Object.fromEntries(server.hits[0]?.query ?? [])).toEqual({ username: "anna", token: CANARY });
    expect(server.hits[0]?.headers["user-agent"]).toMatch(/^factorio-lock /);
    expect(files.hits[0]?.url).toBe("/files/89/c9?secure=abc,1");
    expect(JSON.stringify(files.hits[0]?.headers)).not.toContain("anna");
    expect(download.url).toBe(`${files.url}/files/89/c9?secure=[hidden]`);
    expect(JSON.stringify(events)).not.toContain(CANARY.slice(0, 11));
    expect(events.filter(({ kind }) => kind === "answered")).toHaveLength(2);
  });

  test("takes the token away when the portal hands it on, and refuses where it cannot", async () => {
    const files = await serve(archive);
    const { server, portal } = await portalWith((hit, response, nth) => {
      const query = nth === 1 ? hit.url.split("?")[1] : `again=${encodeURIComponent(CANARY)}`;
      response.writeHead(302, { location: `${files.url}/files?${query}` }).end();
    });
    await buffer((await portal.download(PATH)).body);
    expect(files.hits.map(({ url }) => url)).toEqual(["/files"]);
    expect(await failure(portal.download(PATH))).toMatchObject({ code: "PORTAL_ERROR" });
    expect(files.hits).toHaveLength(1);
    expect(server.hits).toHaveLength(2);
  });

  test("keeps the token of this call alone where it belongs, though no other part of the program knows it", async () => {
    const value = "passing/through only";
    const files = await serve(archive);
    const events: PortalEvent[] = [];
    const location = `${files.url}/files?auth=${encodeURIComponent(value)}`;
    const { portal } = await portalWith(
      (_, response, nth) => {
        if (nth === 1) response.writeHead(302, { location }).end();
        else if (nth === 2) response.writeHead(302, { location: `/again?auth=${encodeURIComponent(value)}` }).end();
        else json(response, { message: `${" ".repeat(985)}no ${value} here` }, nth === 3 ? 403 : 500);
      },
      {
        credentials: async () => ({ username: "anna", token: new Token(value), source: "a test" }),
        onEvent: (event) => events.push(event),
      },
    );
    const reported: string[] = [];
    for (const code of ["PORTAL_ERROR", "AUTH_REJECTED", "PORTAL_ERROR"]) {
      const error = await failure(portal.download(PATH));
      expect(error.code).toBe(code);
      reported.push(error.message);
    }
    const account = { username: "anna", token: new Token(value), source: "a test" };
    reported.push((await failure(portal.bookmarks(account))).message);
    expect(files.hits).toEqual([]);
    expect(JSON.stringify([reported, events])).not.toContain("passing");
    expect(reported[1]).toContain('"no [token] here"');
  });

  test("percent-encodes the name, however the portal wrote it", async () => {
    const { server, portal } = await portalWith(archive);
    for (const name of ["Flow Control", "Flow%20Control"]) {
      await buffer((await portal.download(`/download/${name}/5ede2462a9868c000d81477f`)).body);
    }
    expect(server.hits.map(({ path }) => path)).toEqual([
      "/download/Flow%20Control/5ede2462a9868c000d81477f",
      "/download/Flow%20Control/5ede2462a9868c000d81477f",
    ]);
  });

  test("goes on from a byte", async () => {
    const { server, portal } = await portalWith((_, response) => response.writeHead(206).end(BYTES.subarray(5)));
    const download = await portal.download(PATH, { from: 5, ifRange: '"e"' });
    expect(download.status).toBe(206);
    expect(server.hits[0]?.headers).toMatchObject({
      range: "bytes=5-",
      "if-range": '"e"',
      "accept-encoding": "identity",
    });
    download.body.destroy();
  });

  test("frees its connection when it is given up unread", async () => {
    let closed = false;
    const { portal } = await portalWith(
      (_, response) => {
        response.writeHead(200, { "content-type": "application/zip" });
        response.write(BYTES);
        response.once("close", () => {
          closed = true;
        });
      },
      { limits: { ...QUICK, stallMs: 10_000 } },
    );
    const { body } = await portal.download(PATH);
    body.destroy();
    await once(body, "close");
    await expect.poll(() => closed, { timeout: 60_000 }).toBe(true);
  });

  test("does not take a slow reader for a slow sender", async () => {
    const { portal } = await portalWith((_, response) => response.writeHead(200).end(Buffer.alloc(4_000_000)));
    const { body } = await portal.download(PATH);
    let size = 0;
    for await (const chunk of body) {
      if (size === 0) await sleep(1200);
      size += (chunk as Buffer).length;
    }
    expect(size).toBe(4_000_000);
  });
});

describe("a download that fails", () => {
  test("without credentials is asked for bare, and comes where nobody minds", async () => {
    const { server, portal } = await portalWith(archive, { credentials: async () => undefined });
    expect((await portal.download(PATH)).status).toBe(200);
    expect(server.hits.map(({ url }) => url)).toEqual([PATH]);
  });

  const refusals: readonly [string, Handler][] = [
    ["403", (_, response) => json(response, { message: "Forbidden" }, 403)],
    ["401", (_, response) => response.writeHead(401).end()],
    ["a redirect to /login", (_, response) => response.writeHead(302, { location: "/login?next=/download" }).end()],
    [
      "a redirect to a foreign /login",
      (_, response) => response.writeHead(302, { location: "https://factorio.com/login" }).end(),
    ],
    [
      "the sign-in page with 200",
      (_, response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<form>"),
    ],
  ];
  test.each(refusals)("by %s without credentials: AUTH_REQUIRED, with the hint that was given", async (_, handler) => {
    const missingHint = async () => "ask the owner";
    const { server, portal } = await portalWith(handler, { credentials: async () => undefined, missingHint });
    const error = await failure(portal.download(PATH));
    expect(error).toMatchObject({ code: "AUTH_REQUIRED", hint: "ask the owner" });
    expect(error.message).toContain(`${server.url} gives its archives only to those whom it knows`);
    expect(server.hits).toHaveLength(1);
  });

  test.each(refusals)("by %s: AUTH_REJECTED with the user name and its source, not tried again", async (_, handler) => {
    const { server, portal } = await portalWith(handler);
    const error = await failure(portal.download(PATH));
    expect(error.code).toBe("AUTH_REJECTED");
    expect(error.message).toMatch(/"anna".*from a test/);
    expect(error.hint).not.toContain("e-mail");
    expect(server.hits).toHaveLength(1);
  });

  test("for an e-mail address says that the portal wants the user name", async () => {
    const credentials = async () => ({
      username: "anna@example.org",
      token: new Token(CANARY),
      source: "the environment",
    });
    const { portal } = await portalWith((_, response) => response.writeHead(403).end(), { credentials });
    expect((await failure(portal.download(PATH))).hint).toContain("not its e-mail address");
  });

  test.each([
    [404, false],
    [416, false],
    [429, true],
    [503, true],
  ])("with %i: PORTAL_ERROR with the status, transient: %s, not tried again here", async (status, transient) => {
    const { server, portal } = await portalWith((_, response) =>
      json(response, { message: "Release not found" }, status),
    );
    const error: unknown = await portal.download(PATH).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "PORTAL_ERROR", status, transient });
    expect(server.hits).toHaveLength(1);
  });

  test.each([
    ["../../etc/passwd"],
    ["/download/lamp-post"],
    ["/download/lamp-post/x/y"],
    ["/download/../api/mods"],
    ["//evil.example/download/a/b"],
    ["https://evil.example/download/lamp-post/5ede2462a9868c000d81477f"],
    ["/download/lamp-post/5ede?x=1"],
    ["/download/lamp%2Fpost/5ede"],
  ])("for the address %s: UNSAFE_NAME, and nothing is asked", async (path) => {
    const { server, portal } = await portalWith(archive);
    expect(await failure(portal.download(path))).toMatchObject({ code: "UNSAFE_NAME" });
    expect(server.hits).toEqual([]);
  });

  const breaks: readonly [string, Handler][] = [
    [
      "resets",
      (_, response) =>
        void response
          .writeHead(200, { "content-length": "1000" })
          .write("PK", () => response.socket?.resetAndDestroy()),
    ],
    [
      "ends too soon",
      (_, response) =>
        void response.writeHead(200, { "content-length": "1000" }).write("PK", () => response.socket?.end()),
    ],
    ["stalls", (_, response) => void response.writeHead(200, { "content-length": "1000" }).write("PK")],
    [
      "drips",
      (_, response) => {
        response.writeHead(200, { "content-length": "1000" });
        const drip = setInterval(() => response.write("P"), 50);
        response.once("close", () => clearInterval(drip));
      },
    ],
  ];
  test.each(breaks)("because the body %s: a transient PORTAL_UNREACHABLE from the body", async (_, handler) => {
    const { portal } = await portalWith(handler);
    const { body } = await portal.download(PATH);
    const error: unknown = await buffer(body).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "PORTAL_UNREACHABLE", transient: true });
    expect(redact((error as Error).message, [CANARY])).toBe((error as Error).message);
  });

  test("by the signal: INTERRUPTED", async () => {
    const controller = new AbortController();
    const { portal } = await portalWith((_, response) => void response.writeHead(200).write("PK"));
    const { body } = await portal.download(PATH, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(buffer(body)).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});

test("credentials are looked for once, however many downloads", async () => {
  let looks = 0;
  const credentials = async () => {
    looks += 1;
    return { username: "anna", token: new Token(CANARY), source: "a test" };
  };
  const { portal } = await portalWith(archive, { credentials });
  await Promise.all(Array.from({ length: 20 }, async () => buffer((await portal.download(PATH)).body)));
  expect(looks).toBe(1);
});
