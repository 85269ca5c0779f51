import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { makeArchive } from "@factorio-lock/game";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { startMirror } from "../start-mirror.ts";
import type { AccessEntry } from "./access-log.ts";
import { addressGroup } from "./client-address.ts";
import type { Mirror } from "./mirror.ts";
import { unacknowledgedOn } from "./unacknowledged.ts";

let root: string;
let directory: string;
let size: number;
let running: Mirror[] = [];
const sockets: Socket[] = [];

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "mirror-load-"));
  directory = path.join(root, "mods");
  await mkdir(directory);
  const info = { name: "tin-works", version: "1.0.0", title: "Tin works", author: "ada", factorio_version: "2.0" };
  const bytes = await makeArchive(info, { "filler.bin": randomBytes(4_000_000) });
  size = bytes.length;
  await writeFile(path.join(directory, "tin-works_1.0.0.zip"), bytes);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const mirror of running.splice(0)) await mirror.close();
});

afterAll(() => removeFolder(root));

async function start(options: Partial<Parameters<typeof startMirror>[0]> = {}): Promise<Mirror> {
  const mirror = await startMirror({ directory, settle: 20, ...options });
  running.push(mirror);
  return mirror;
}

async function signedAddress(mirror: Mirror): Promise<string> {
  const { releases } = (await (await fetch(`${mirror.url}/api/mods/tin-works`)).json()) as {
    releases: { download_url: string }[];
  };
  const answer = await fetch(`${mirror.url}${releases[0]?.download_url}?username=a&token=b`, { redirect: "manual" });
  return answer.headers.get("location") ?? "";
}

/** Asks for the archive, and reads nothing of it. */
function ask(mirror: Mirror, address: string): Socket {
  const socket = connect(mirror.port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  socket.pause();
  socket.write(`GET ${address} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return socket;
}

async function gauge(mirror: Mirror, name: string): Promise<number> {
  const text = await (await fetch(`${mirror.url}/metrics`)).text();
  return Number(new RegExp(`^factorio_mirror_${name} (\\d+)$`, "m").exec(text)?.[1]);
}

/** Bytes that the system holds for the mirror's clients. */
async function heldFor({ port }: Mirror): Promise<number> {
  const ours = `${port.toString(16).toUpperCase().padStart(4, "0")} `;
  const held = [...((await unacknowledgedOn()?.()) ?? [])].filter(([name]) => name.startsWith(ours));
  return held.reduce((sum, [, bytes]) => sum + bytes, 0);
}

/** Bytes of buffers that are in use: without what only waits to be collected. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().arrayBuffers;
}

describe("clients that read nothing", () => {
  test.skipIf(process.platform !== "linux")(
    "the system holds little for each of them, and another one is served",
    async () => {
      const lines: AccessEntry[] = [];
      const bytesAhead = 2 * 1024 * 1024;
      const mirror = await start({ limits: { bytesAhead }, onAccess: (entry) => lines.push(entry) });
      const address = await signedAddress(mirror);
      const before = heldBytes();
      for (let at = 0; at < 40; at += 1) ask(mirror, address);
      await expect.poll(() => gauge(mirror, "requests_under_way"), { timeout: 60_000 }).toBeGreaterThan(40);
      for (let at = 0; at < 3; at += 1) {
        expect((await (await fetch(mirror.url + address)).arrayBuffer()).byteLength).toBe(size);
      }
      expect(await heldFor(mirror)).toBeLessThan(bytesAhead + 40 * 256 * 1024);
      await expect.poll(() => heldBytes() - before, { timeout: 60_000 }).toBeLessThan(30_000_000);
      expect(await gauge(mirror, "bytes_ahead_of_clients")).toBeLessThanOrEqual(bytesAhead);
      // Those that were handed more than their share at first.
      expect(lines.filter(({ aborted }) => aborted).length).toBeLessThan(20);
    },
  );

  test.skipIf(process.platform !== "linux")("nor does it for one that asks on and on", async () => {
    const mirror = await start({ limits: { bytesAhead: 0 } });
    const socket = connect(mirror.port, "127.0.0.1");
    sockets.push(socket);
    socket.on("error", () => {});
    socket.pause();
    // Seven megabytes of small answers.
    for (let at = 0; at < 20_000; at += 1) socket.write("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await expect.poll(() => heldFor(mirror), { timeout: 60_000 }).toBeGreaterThan(10_000);
    await sleep(500);
    expect(await heldFor(mirror)).toBeLessThan(512 * 1024);
  });

  test("one that reads slowly, but more than the least rate, is not given up", async () => {
    const lines: AccessEntry[] = [];
    const mirror = await start({ limits: { slowWindow: 600 }, onAccess: (entry) => lines.push(entry) });
    const socket = ask(mirror, await signedAddress(mirror));
    const end = Date.now() + 2000;
    while (Date.now() < end) {
      socket.read();
      await sleep(20);
    }
    expect(lines.filter(({ aborted }) => aborted)).toEqual([]);
  });
});

describe("whose request it is", () => {
  const clientsSeen = async (trustedProxies: readonly string[], forwarded: string): Promise<string> => {
    const lines: AccessEntry[] = [];
    const mirror = await start({ trustedProxies, onAccess: (entry) => lines.push(entry) });
    await fetch(`${mirror.url}/healthz`, { headers: { "x-forwarded-for": forwarded } });
    await expect.poll(() => lines.length).toBe(1);
    return lines[0]?.client ?? "";
  };

  test.each<[readonly string[], string, string]>([
    [[], "10.1.2.3", "127.0.0.1"],
    [["10.0.0.1"], "10.1.2.3", "127.0.0.1"],
    [["127.0.0.1"], "10.1.2.3", "10.1.2.3"],
    [["127.0.0.0/8"], "1.1.1.1, 10.1.2.3", "10.1.2.3"],
    [["127.0.0.1", "10.0.0.0/8"], "6.6.6.6, 9.9.9.9, 10.1.2.3", "9.9.9.9"],
    [["127.0.0.1"], "9.9.9.9, nonsense", "127.0.0.1"],
    [["127.0.0.1"], "[2001:db8::1]:443", "2001:db8::1"],
  ])("with the proxies %j, %j is from %s", async (proxies, forwarded, client) => {
    expect(await clientsSeen(proxies, forwarded)).toBe(client);
  });

  test("what is no proxy's address is an error in words", async () => {
    await expect(start({ trustedProxies: ["proxy.example"] })).rejects.toMatchObject({ code: "USAGE" });
  });

  test("IPv6 addresses of one network count as one", () => {
    expect(addressGroup("2001:db8:1:2:3:4:5:6")).toBe(addressGroup("2001:db8:1:2::9"));
    expect(addressGroup("2001:db8:1:2::9")).not.toBe(addressGroup("2001:db8:1:3::9"));
    expect(addressGroup("9.9.9.9")).toBe("9.9.9.9");
  });
});

/** The status of a raw request, so that any `Host` can be sent. */
function statusFor(mirror: Mirror, host: string): Promise<number> {
  const socket = connect(mirror.port, "127.0.0.1");
  sockets.push(socket);
  socket.write(`GET /api/mods HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return new Promise((resolve, reject) => {
    socket.once("data", (chunk) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1])));
    socket.once("error", reject);
  });
}

describe("the name that a mirror is asked by", () => {
  test.each([
    ["localhost:8080", 200],
    ["127.0.0.1", 200],
    ["127.9.8.7:1", 200],
    ["[::1]:8080", 200],
    ["mods.example.org", 200],
    ["MODS.example.org:80", 200],
    ["evil.example", 421],
    ["127.0.0.1.evil.example", 421],
    ["localhost.evil.example", 421],
    ["10.0.0.1", 421],
  ])("on this machine alone, %s: %i", async (host, status) => {
    const mirror = await start({ hostNames: ["mods.example.org"] });
    expect(await statusFor(mirror, host)).toBe(status);
  });

  test("one that listens for others is asked by any name", async () => {
    expect(await statusFor(await start({ host: "0.0.0.0" }), "mods.example.net")).toBe(200);
  });
});

describe("a page of another origin", () => {
  test("may read what it gets, and may not post", async () => {
    const mirror = await start();
    const allowed = async (method: string, at: string): Promise<string | null> =>
      (await fetch(mirror.url + at, { method })).headers.get("access-control-allow-origin");
    expect(await allowed("GET", "/api/mods/tin-works/full")).toBe("*");
    expect(await allowed("GET", "/api/mods/nobody")).toBe("*");
    expect(await allowed("HEAD", "/api/mods")).toBe("*");
    expect(await allowed("POST", "/api/search")).toBeNull();
    const asked = { origin: "https://mods.example", "access-control-request-method": "GET" };
    const may = await fetch(`${mirror.url}/api/mods`, { method: "OPTIONS", headers: asked });
    expect([may.status, may.headers.get("access-control-allow-methods")]).toEqual([204, "GET, HEAD"]);
    expect(may.headers.get("access-control-allow-credentials")).toBeNull();
  });
});

describe("guesses", () => {
  const signIn = (mirror: Mirror, from: string, username: string, password: string): Promise<Response> =>
    fetch(`${mirror.url}/api-login`, {
      method: "POST",
      headers: { "x-forwarded-for": from },
      body: new URLSearchParams({ username, password }),
    });
  const closed = async (): Promise<Mirror> => {
    const users = path.join(root, "users");
    await writeFile(users, "ada:right\nbo:right\n");
    return start({ users, trustedProxies: ["127.0.0.1"] });
  };
  const statuses = async (answers: Promise<Response>[]): Promise<number[]> =>
    (await Promise.all(answers)).map(({ status }) => status);

  test("ten for one name are the most, at once or one by one, and lock out nobody else", async () => {
    const mirror = await closed();
    const tries = await statuses(Array.from({ length: 25 }, () => signIn(mirror, "9.9.9.9", "ada", "wrong")));
    expect(tries.filter((status) => status === 401)).toHaveLength(10);
    expect(tries.filter((status) => status === 429)).toHaveLength(15);
    const refused = await signIn(mirror, "9.9.9.9", "ada", "right");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await signIn(mirror, "9.9.9.9", "bo", "right")).status).toBe(200);
    expect((await signIn(mirror, "8.8.8.8", "ada", "right")).status).toBe(200);
  });

  test("a hundred of one address are the most, whatever the names", async () => {
    const mirror = await closed();
    const tries = await statuses(Array.from({ length: 120 }, (_, at) => signIn(mirror, "9.9.9.9", `n${at}`, "wrong")));
    expect(tries.filter((status) => status === 429)).toHaveLength(20);
    expect((await signIn(mirror, "9.9.9.9", "ada", "right")).status).toBe(429);
    expect((await signIn(mirror, "8.8.8.8", "ada", "right")).status).toBe(200);
  });

  test.each(["/api/bookmarks", "/download/tin-works/0123456789abcdef01234567"])(
    "nor can they be made at %s",
    async (at) => {
      const mirror = await closed();
      const ask = (from: string, username: string, token: string): Promise<Response> =>
        fetch(`${mirror.url}${at}?username=${username}&token=${token}`, { headers: { "x-forwarded-for": from } });
      const tries = await statuses(Array.from({ length: 25 }, (_, at) => ask("9.9.9.9", "ada", `wrong${at}`)));
      expect(tries.filter((status) => status === 403)).toHaveLength(10);
      expect(tries.filter((status) => status === 429)).toHaveLength(15);
      expect((await ask("9.9.9.9", "ada", "right")).status).toBe(429);
      expect((await ask("8.8.8.8", "ada", "right")).status).not.toBe(429);
    },
  );

  test("right passwords are no guesses, however many at once", async () => {
    const mirror = await closed();
    const tries = await statuses(Array.from({ length: 40 }, () => signIn(mirror, "9.9.9.9", "ada", "right")));
    expect(new Set(tries)).toEqual(new Set([200]));
  });
});

test.skipIf(process.platform === "win32")("a file that cannot be read is 503 with Retry-After, not gone", async () => {
  const folder = path.join(root, "unreadable");
  await mkdir(folder);
  const info = { name: "tin-works", version: "1.0.0", title: "Tin works", author: "ada", factorio_version: "2.0" };
  const file = path.join(folder, "tin-works_1.0.0.zip");
  await writeFile(file, await makeArchive(info));
  const events: string[] = [];
  const mirror = await start({ directory: folder, onEvent: ({ kind }) => events.push(kind) });
  const address = await signedAddress(mirror);
  // The system's error for a link to itself is not evidence that the file is gone.
  await rm(file);
  await symlink(file, file);
  await expect.poll(() => events, { timeout: 60_000 }).toContain("unreadable");
  const answer = await fetch(mirror.url + address);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
  expect((await fetch(`${mirror.url}/api/mods/tin-works`)).status).toBe(200);
});
