import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { fixedCatalog } from "../catalog/fixed-catalog.ts";
import { startMirror } from "../start-mirror.ts";
import { type AccessEntry, redactPath } from "./access-log.ts";
import { type Mirror, serveCatalog } from "./mirror.ts";

let root: string;
let directory: string;
let running: Mirror[] = [];
let sockets: Socket[] = [];

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "mirror-server-"));
  directory = path.join(root, "mods");
  const bytes = await makeArchive(
    { name: "tin-works", version: "1.0.0", title: "Tin works", author: "ada", factorio_version: "2.0" },
    { "filler.bin": Buffer.alloc(30_000_000) },
  );
  await mkdir(directory);
  await writeFile(path.join(directory, "tin-works_1.0.0.zip"), bytes);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const mirror of running.splice(0)) await mirror.close();
});

afterAll(() => removeFolder(root));

async function start(options: Partial<Parameters<typeof startMirror>[0]> = {}): Promise<Mirror> {
  const mirror = await startMirror({ directory, ...options });
  running.push(mirror);
  return mirror;
}

/** Sends raw bytes and gives what comes until the connection ends. */
function raw(mirror: Mirror, text: string): Promise<string> {
  const socket = connect(mirror.port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  socket.write(text);
  let got = "";
  socket.on("data", (chunk) => {
    got += chunk.toString("latin1");
  });
  return new Promise((resolve) => socket.once("close", () => resolve(got)));
}

async function downloadPath(mirror: Mirror): Promise<string> {
  const answer = await fetch(`${mirror.url}/api/mods/tin-works`);
  const { releases } = (await answer.json()) as { releases: { download_url: string }[] };
  return `${releases[0]?.download_url}?username=ada&token=t`;
}

describe("clients that take too much", () => {
  const SHORT = {
    headersTimeout: 200,
    requestTimeout: 400,
    idleTimeout: 600,
    slowWindow: 600,
    bodyBytes: 1000,
    headerBytes: 8000,
  };

  test("headers that never end are given up", async () => {
    expect(await raw(await start({ limits: SHORT }), "GET /api/mods HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")).toMatch(
      / 408 /,
    );
  });

  test("a connection that lies still after an answer is ended", async () => {
    const answer = await raw(await start({ limits: SHORT }), "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("a body that never ends is given up", async () => {
    const mirror = await start({ limits: SHORT });
    const head = "POST /api/mods HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    expect(await raw(mirror, `${head}Content-Length: 500\r\n\r\nnamelist=`)).toMatch(/ 408 |^$/);
  });

  test("huge headers are refused", async () => {
    const answer = await raw(await start({ limits: SHORT }), `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 .*{"message":/s);
  });

  test("a huge address is refused", async () => {
    const answer = await raw(
      await start({ limits: SHORT }),
      `GET /api/mods?namelist=${"x".repeat(20_000)} HTTP/1.1\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("a body without a length is cut at the limit", async () => {
    const head =
      "POST /api/search HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    const answer = await raw(await start({ limits: SHORT }), `${head}7d0\r\n${"x".repeat(2000)}\r\n0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("what is not HTTP is refused in the API's form", async () => {
    expect(await raw(await start(), "EHLO mirror\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 .*{"message":/s);
  });

  test("one that reads nothing is given up, and the next one is served", async () => {
    const lines: AccessEntry[] = [];
    const mirror = await start({ limits: SHORT, onAccess: (entry) => lines.push(entry) });
    const answer = await fetch(`${mirror.url}${await downloadPath(mirror)}`, { redirect: "manual" });
    const signed = answer.headers.get("location") ?? "";
    const socket = connect(mirror.port, "127.0.0.1");
    sockets.push(socket);
    socket.on("error", () => {});
    socket.pause();
    socket.write(`GET ${signed} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await expect.poll(() => lines.filter(({ aborted }) => aborted).length, { timeout: 60_000 }).toBe(1);
    expect((await fetch(`${mirror.url}/healthz`)).status).toBe(200);
  });

  test("one that reads too slowly is given up", async () => {
    const lines: AccessEntry[] = [];
    const limits = { ...SHORT, slowestRate: 100_000_000 };
    const mirror = await start({ limits, onAccess: (entry) => lines.push(entry) });
    const answer = await fetch(`${mirror.url}${await downloadPath(mirror)}`, { redirect: "manual" });
    const socket = connect(mirror.port, "127.0.0.1");
    sockets.push(socket);
    socket.on("error", () => {});
    socket.write(`GET ${answer.headers.get("location")} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const sip = setInterval(() => socket.read(1000), 100);
    await expect.poll(() => lines.filter(({ aborted }) => aborted).length, { timeout: 60_000 }).toBe(1);
    clearInterval(sip);
  });
});

test("one that reads an answer of the API too slowly is given up, though it never lies still", async () => {
  const huge = "x".repeat(90_000_000);
  const mod = { name: "tin-works", title: "T", owner: "ada", summary: "", downloadsCount: 0, category: "" };
  const details = () => ({ description: huge });
  const mirror = await serveCatalog(
    fixedCatalog([{ ...mod, deprecated: false, releases: [], details }], () => undefined),
    { limits: { slowWindow: 1500, slowestRate: 100_000_000 } },
  );
  running.push(mirror);
  const socket = connect(mirror.port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  let got = 0;
  let gone = false;
  socket.on("close", () => {
    gone = true;
  });
  socket.on("data", (chunk) => {
    got += chunk.length;
    socket.pause();
    setTimeout(() => socket.resume(), 10);
  });
  socket.write("GET /api/mods/tin-works/full HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  await expect.poll(() => gone, { timeout: 60_000 }).toBe(true);
  expect(got).toBeGreaterThan(0);
  expect(got).toBeLessThan(huge.length);
});

test("a request that names the host, as to a proxy, is answered", async () => {
  const mirror = await start();
  const host = new URL(mirror.url).host;
  for (const target of [`http://${host}/api/mods/tin-works`, `HTTP://other.example/api/mods/tin-works?x=1`]) {
    const answer = await raw(mirror, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  }
});

describe("search", () => {
  const mod = (name: string, tags?: readonly string[]) => ({
    name,
    title: name,
    owner: "ada",
    summary: "",
    downloadsCount: 0,
    category: "",
    deprecated: false,
    releases: [],
    details: () => ({}),
    ...(tags === undefined ? {} : { tags }),
  });
  const names = async (body: object): Promise<string[]> => {
    const mods = [mod("rails", ["trains", "logistics"]), mod("belts", ["logistics"]), mod("plain")];
    const mirror = await serveCatalog(fixedCatalog(mods, () => undefined));
    running.push(mirror);
    const answer = await fetch(`${mirror.url}/api/search`, { method: "POST", body: JSON.stringify(body) });
    return ((await answer.json()) as { results: { name: string }[] }).results.map(({ name }) => name).sort();
  };

  test("heeds tags, and finds nothing among bookmarks", async () => {
    expect(await names({})).toEqual(["belts", "plain", "rails"]);
    expect(await names({ tag: "trains" })).toEqual(["rails"]);
    expect(await names({ tag: ["trains", "logistics"] })).toEqual(["belts", "rails"]);
    expect(await names({ tag: ["circuit"] })).toEqual([]);
    expect(await names({ only_bookmarks: true })).toEqual([]);
  });
});

describe("users", () => {
  const closed = async (text: string): Promise<Mirror> => {
    const users = path.join(root, "users");
    await writeFile(users, text);
    return start({ users });
  };
  const check = async (mirror: Mirror, query: string): Promise<number> =>
    (await fetch(`${mirror.url}/api/bookmarks?${query}`)).status;
  const hash = createHash("sha256").update("hidden").digest("hex");

  test.each([
    ["username=ada&token=open", 200],
    ["username=bo&token=hidden", 200],
    ["username=ada&token=hidden", 403],
    ["username=bo&token=open", 403],
    [`username=bo&token=${hash}`, 403],
    [`username=bo&token=sha256:${hash}`, 403],
    ["username=__proto__&token=x", 403],
    ["username=ada&token=", 403],
    ["", 403],
  ])("%j: %i", async (query, status) => {
    expect(await check(await closed(`# staff\nada:open\r\n\nbo:sha256:${hash}\n`), query)).toBe(status);
  });

  test("a changed file counts at once; one that is gone leaves the users as they were", async () => {
    const mirror = await closed("ada:one\n");
    await writeFile(path.join(root, "users"), "ada:another\n");
    expect(await check(mirror, "username=ada&token=one")).toBe(403);
    await rm(path.join(root, "users"));
    expect(await check(mirror, "username=ada&token=another")).toBe(200);
  });

  test("who is gone from the lines that can be read is gone, and a line that cannot be is reported once for each change", async () => {
    const file = path.join(root, "users");
    await writeFile(file, "ada:open\nbo:open\n");
    const reported: string[] = [];
    const mirror = await start({
      users: file,
      onEvent: (event) => event.kind === "trouble" && reported.push(event.message),
    });
    const all = () => Promise.all(["ada", "bo"].map((name) => check(mirror, `username=${name}&token=open`)));
    expect(await all()).toEqual([200, 200]);
    await writeFile(file, "ada:open\nno user here\n");
    expect(await all()).toEqual([200, 403]);
    expect(await all()).toEqual([200, 403]);
    expect(reported).toEqual([
      expect.stringMatching(
        /users:2: this line does not name a user\. Only the users of the other lines may download\./,
      ),
    ]);
    await writeFile(file, "neither\nof these\n");
    expect(await all()).toEqual([403, 403]);
    await rm(file);
    await all();
    expect(await all()).toEqual([403, 403]);
    expect(reported).toHaveLength(3);
    await writeFile(file, "bo:open\n");
    expect(await all()).toEqual([403, 200]);
    expect(reported).toHaveLength(3);
  });

  test.each(["ada", "ada:", ":x", "ada:sha256:12", "ada x:y z"])("a line that names no user: %j", async (line) => {
    await expect(closed(`# first\n${line}\n`)).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringMatching(/users:2: /),
    });
  });

  test("signing in gives the token to who knows it", async () => {
    const mirror = await closed("ada:open\n");
    const signIn = async (password: string): Promise<unknown> => {
      const body = new URLSearchParams({ username: "ada", password, api_version: "6" });
      return (await fetch(`${mirror.url}/api-login`, { method: "POST", body })).json();
    };
    expect(await signIn("open")).toEqual({ username: "ada", token: "open" });
    expect(await signIn("other")).toMatchObject({ error: "login-failed" });
  });
});

describe("operations", () => {
  test("the access log has a line for each request, without secrets", async () => {
    const lines: AccessEntry[] = [];
    let log = "";
    const accessLog = { write: (line: string) => (log += line) };
    const mirror = await start({ accessLog, onAccess: (entry) => lines.push(entry) });
    await fetch(`${mirror.url}/api/bookmarks?username=ada&token=geheim&%74oken=geheim&x=geheim`);
    await fetch(`${mirror.url}/api/mods?namelist=tin-works&token`, { headers: { "user-agent": "loom/1 \u00e9" } });
    await expect.poll(() => lines.length).toBe(2);
    expect(
      log
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(lines);
    expect(log).not.toContain("geheim");
    expect(lines[0]).toMatchObject({
      method: "GET",
      path: "/api/bookmarks?username=ada&token=***&%74oken=***&x=***",
      status: 200,
      client: "127.0.0.1",
    });
    expect(lines[1]).toMatchObject({
      path: "/api/mods?namelist=tin-works&***",
      agent: "loom/1 \u00e9",
      aborted: false,
    });
  });

  test.each([
    ["/api/mods/Squeak%20Through/full", "/api/mods/Squeak%20Through/full"],
    ["/download/a/b&token=geheim", "/download/a/b***"],
    ["/download/a/b%3Fusername=ada%26token=geheim", "/download/a/b***"],
    ["/download/a/b%253Ftoken%253Dgeheim", "/download/a/b***"],
    ["/token=geheim?page=1", "/token***"],
    ["/api;token=geheim", "/api***"],
    ["http://ada:geheim@mirror.example/api/mods?page=1", "http://[hidden]@mirror.example/api/mods?page=1"],
  ])("the access log shows %s as %s", (url, shown) => {
    expect(redactPath(url)).toBe(shown);
  });

  test("health and metrics", async () => {
    const mirror = await start();
    expect(await (await fetch(`${mirror.url}/healthz`)).json()).toEqual({ status: "ok", mods: 1, releases: 1 });
    await fetch(`${mirror.url}/api/mods/nobody`);
    const metrics = await fetch(`${mirror.url}/metrics`);
    expect(metrics.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await metrics.text();
    expect(text).toContain('factorio_mirror_requests_total{route="short",status="404"} 1\n');
    expect(text).toContain("factorio_mirror_mods 1\n");
    const shape = /^(# (HELP|TYPE) factorio_mirror_\w+ .+|factorio_mirror_\w+(\{[^}]*\})? [\d.e+-]+)$/;
    for (const line of text.trimEnd().split("\n")) expect(line).toMatch(shape);
  });

  test("a stop lets downloads under way end, and takes no new ones", async () => {
    const mirror = await start();
    const answer = await fetch(`${mirror.url}${await downloadPath(mirror)}`);
    const closing = mirror.close();
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(30_000_000);
    await closing;
    await expect(fetch(`${mirror.url}/healthz`)).rejects.toThrow("fetch failed");
  });

  test("a port that is taken is an error in words", async () => {
    const mirror = await start();
    await expect(start({ port: mirror.port })).rejects.toMatchObject({
      code: "FAILED",
      hint: expect.stringContaining("port"),
    });
  });

  test("a folder that is not there is an error in words", async () => {
    await expect(start({ directory: path.join(root, "nowhere") })).rejects.toMatchObject({ code: "FAILED" });
  });
});
