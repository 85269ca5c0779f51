import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import type { FolderEvent } from "../folder/folder-event.ts";
import type { AccessEntry } from "../server/access-log.ts";
import type { Mirror } from "../server/mirror.ts";
import { type MirrorOptions, startMirror } from "../start-mirror.ts";

let root: string;
let running: Mirror[] = [];
/** The requests that the portal behind the mirror received. */
let asked: AccessEntry[] = [];
let fault: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
let bytes: Buffer;
let upstream: Mirror;

const QUICK = { limits: { tries: 2, backOffMs: 10, backOffMaxMs: 20, stallMs: 500, connectMs: 500, budgetMs: 3000 } };
const ALWAYS_ASK = { freshness: { check: 0, full: 0 }, portal: QUICK };

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "mirror-upstream-"));
  asked = [];
  fault = () => false;
  const behind = path.join(root, "behind");
  await mkdir(behind);
  await mkdir(path.join(root, "cache"));
  bytes = await makeArchive(
    { name: "tin-works", version: "1.0.0", title: "Tin works", author: "ada", factorio_version: "2.0" },
    { "filler.bin": Buffer.alloc(2_000_000, "tin") },
  );
  await writeFile(path.join(behind, "tin-works_1.0.0.zip"), bytes);
  upstream = await startUpstream(behind);
});

afterEach(async () => {
  for (const mirror of running.splice(0)) await mirror.close();
  await removeFolder(root);
});

async function startUpstream(directory: string, port = 0): Promise<Mirror> {
  const mirror = await startMirror({
    directory,
    port,
    settle: 20,
    onAccess: (entry) => asked.push(entry),
    intercept: (request, response) => fault(request, response),
  });
  running.push(mirror);
  return mirror;
}

async function start(options: Partial<MirrorOptions> = {}): Promise<Mirror> {
  const mirror = await startMirror({
    directory: path.join(root, "cache"),
    upstream: upstream.url,
    settle: 20,
    upstreamTuning: ALWAYS_ASK,
    ...options,
  });
  running.push(mirror);
  return mirror;
}

interface Listed {
  readonly title: string;
  readonly releases: { readonly download_url: string; readonly sha1: string }[];
}

async function tell(mirror: Mirror, name = "tin-works"): Promise<Listed> {
  const answer = await fetch(`${mirror.url}/api/mods/${name}/full`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Listed;
}

async function download(mirror: Mirror, query = "username=ada&token=secret-of-ada"): Promise<Buffer> {
  const { releases } = await tell(mirror);
  const answer = await fetch(`${mirror.url}${releases[0]?.download_url}?${query}`);
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

const archivesIn = async (): Promise<string[]> =>
  (await readdir(path.join(root, "cache"))).filter((file) => file.endsWith(".zip"));

const downloads = (): AccessEntry[] => asked.filter(({ path: asking }) => asking.startsWith("/files/"));

describe("pulling through", () => {
  test("an archive comes from the portal once, is kept under its name, and is served when the portal is gone", async () => {
    const mirror = await start();
    expect((await download(mirror)).equals(bytes)).toBe(true);
    expect((await download(mirror)).equals(bytes)).toBe(true);
    expect(downloads()).toHaveLength(1);
    expect(await archivesIn()).toEqual(["tin-works_1.0.0.zip"]);
    const before = await tell(mirror);
    await upstream.close();
    expect((await download(mirror)).equals(bytes)).toBe(true);
    expect(await tell(mirror)).toEqual(before);
  });

  test("fifty clients at once share one download", async () => {
    const mirror = await start();
    const got = await Promise.all(Array.from({ length: 50 }, () => download(mirror)));
    expect(got.every((one) => one.equals(bytes))).toBe(true);
    expect(downloads()).toHaveLength(1);
  });

  test("what was pulled keeps the portal's id and date without the portal", async () => {
    const mirror = await start();
    await download(mirror);
    const behind = await tell(upstream);
    await mirror.close();
    const alone = await startMirror({ directory: path.join(root, "cache"), settle: 20 });
    running.push(alone);
    expect((await tell(alone)).releases).toEqual(behind.releases);
  });

  test("a mod of the folder alone is served beside the portal's", async () => {
    const own = await makeArchive({
      name: "own-mod",
      version: "0.1.0",
      title: "Own",
      author: "bo",
      factorio_version: "2.0",
    });
    await writeFile(path.join(root, "cache", "own-mod_0.1.0.zip"), own);
    const mirror = await start();
    expect((await tell(mirror, "own-mod")).title).toBe("Own");
    const all = (await (await fetch(`${mirror.url}/api/mods?page_size=max`)).json()) as { results: { name: string }[] };
    expect(all.results.map(({ name }) => name)).toEqual(["tin-works", "own-mod"]);
    const named = await fetch(`${mirror.url}/api/mods`, {
      method: "POST",
      body: new URLSearchParams({ namelist: "own-mod,tin-works,nobody" }),
    });
    const { results } = (await named.json()) as typeof all;
    expect(results.map(({ name }) => name).sort()).toEqual(["own-mod", "tin-works"]);
  });

  test("a list of names that no mod can have is empty, and is no question", async () => {
    const mirror = await start();
    const before = asked.length;
    for (const namelist of ["../..", "a/b,c\u0000d"]) {
      const answer = await fetch(`${mirror.url}/api/mods?page_size=max`, {
        method: "POST",
        body: new URLSearchParams({ namelist }),
      });
      expect(((await answer.json()) as { results: unknown[] }).results).toEqual([]);
    }
    expect(asked).toHaveLength(before);
  });

  test("a search passes tags on, and asks nothing about bookmarks", async () => {
    const bodies: unknown[] = [];
    fault = (request, response) => {
      if (request.url !== "/api/search") return false;
      request.setEncoding("utf8");
      request.once("data", (text: string) => bodies.push(JSON.parse(text)));
      request.once("end", () => response.end('{"results":[]}'));
      return true;
    };
    const mirror = await start();
    const search = (body: object) =>
      fetch(`${mirror.url}/api/search`, { method: "POST", body: JSON.stringify(body) }).then((answer) => answer.json());
    await search({ query: "tin", tag: ["trains"] });
    expect(bodies).toEqual([expect.objectContaining({ query: "tin", tag: ["trains"] })]);
    expect(await search({ query: "tin", only_bookmarks: true })).toMatchObject({ results: [] });
    expect(bodies).toHaveLength(1);
  });

  test("a question is tried three times in all", async () => {
    let times = 0;
    fault = (_, response) => {
      times += 1;
      response.writeHead(503).end();
      return true;
    };
    const mirror = await start({ upstreamTuning: { ...ALWAYS_ASK, portal: { limits: { backOffMs: 1 } } } });
    expect((await fetch(`${mirror.url}/api/mods/tin-works/full`)).status).toBe(503);
    expect(times).toBe(3);
  });

  test("a mod that nobody knows is 404", async () => {
    const mirror = await start();
    expect((await fetch(`${mirror.url}/api/mods/nobody`)).status).toBe(404);
  });
});

test("a second mirror of the folder leaves alone what the first one is pulling", async () => {
  let goOn = (): void => {};
  const halfway = new Promise<void>((resolve) => {
    fault = (request, response) => {
      if (!request.url?.startsWith("/files/")) return false;
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 700_000), () => resolve());
      goOn = () => void response.end(bytes.subarray(700_000));
      return true;
    };
  });
  const slow = { limits: { ...QUICK.limits, stallMs: 20_000 } };
  const patient = await start({ upstreamTuning: { ...ALWAYS_ASK, portal: slow } });
  const downloading = download(patient);
  await halfway;
  await start();
  goOn();
  expect((await downloading).equals(bytes)).toBe(true);
  await expect.poll(archivesIn).toEqual(["tin-works_1.0.0.zip"]);
});

describe("a portal that fails", () => {
  test("wrong bytes are neither kept nor given whole to anyone", async () => {
    const mirror = await start();
    await tell(mirror);
    fault = (request, response) => {
      if (!request.url?.startsWith("/files/")) return false;
      response.writeHead(200, { "content-length": bytes.length, "content-type": "application/octet-stream" });
      const wrong = Buffer.from(bytes);
      wrong[1000] = 255 - (wrong[1000] as number);
      response.end(wrong);
      return true;
    };
    const tries = await Promise.allSettled([download(mirror), download(mirror)]);
    expect(tries.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await archivesIn()).toEqual([]);
    fault = () => false;
    expect((await download(mirror)).equals(bytes)).toBe(true);
  });

  test("a connection that breaks is taken up where it ended", async () => {
    const mirror = await start();
    await tell(mirror);
    let broken = 0;
    fault = (request, response) => {
      if (!request.url?.startsWith("/files/") || broken > 0) return false;
      broken += 1;
      const etag = `"${createHash("sha1").update(bytes).digest("hex")}"`;
      response.writeHead(200, { "content-length": bytes.length, etag });
      response.write(bytes.subarray(0, 700_000), () => response.destroy());
      return true;
    };
    expect((await download(mirror)).equals(bytes)).toBe(true);
    expect(downloads().map(({ status }) => status)).toEqual([206]);
  });

  test("a part that was not asked for is not taken for the whole", async () => {
    const mirror = await start();
    await tell(mirror);
    fault = (request, response) => {
      if (!request.url?.startsWith("/files/")) return false;
      const range = `bytes 0-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(206, { "content-length": bytes.length, "content-range": range }).end(bytes);
      return true;
    };
    await expect(download(mirror)).rejects.toThrow("status 502");
    expect(await archivesIn()).toEqual([]);
  });

  test("a part that begins elsewhere than where the last connection broke is not put behind it", async () => {
    const mirror = await start();
    await tell(mirror);
    let times = 0;
    fault = (request, response) => {
      if (!request.url?.startsWith("/files/")) return false;
      times += 1;
      if (times > 2) return false;
      if (times === 1) {
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, 700_000), () => response.destroy());
      } else {
        const range = `bytes 0-${bytes.length - 1}/${bytes.length}`;
        response.writeHead(206, { "content-length": bytes.length, "content-range": range }).end(bytes);
      }
      return true;
    };
    await download(mirror).catch(() => {});
    await expect.poll(archivesIn, { timeout: 60_000 }).toEqual(["tin-works_1.0.0.zip"]);
    expect((await download(mirror)).equals(bytes)).toBe(true);
    expect(times).toBe(3);
  });

  test("an answer that makes no sense is a fault of that question alone", async () => {
    const mirror = await start();
    const status = async (name: string): Promise<number> => (await fetch(`${mirror.url}/api/mods/${name}/full`)).status;
    fault = (request, response) => {
      if (!request.url?.startsWith("/api/mods/odd-")) return false;
      response.end("[1, 2");
      return true;
    };
    expect(await status("odd-one")).toBe(503);
    expect(await status("nobody")).toBe(404);
    expect(await status("tin-works")).toBe(200);
  });

  test("a portal that takes names in any case has no mod of another case", async () => {
    const mirror = await start();
    const answer = JSON.stringify(await tell(upstream));
    fault = (request, response) => {
      if (!request.url?.startsWith("/api/mods/TIN-WORKS")) return false;
      response.end(answer);
      return true;
    };
    expect((await fetch(`${mirror.url}/api/mods/TIN-WORKS/full`)).status).toBe(404);
    expect((await fetch(`${mirror.url}/api/mods/nobody/full`)).status).toBe(404);
  });

  test("guesses are not passed on without end", async () => {
    const mirror = await start();
    let guesses = 0;
    fault = (request, response) => {
      if (!request.url?.startsWith("/api-login") && !request.url?.startsWith("/api/bookmarks")) return false;
      guesses += 1;
      response.writeHead(401, { "content-type": "application/json" }).end('{"message":"no","error":"login-failed"}');
      return true;
    };
    const body = new URLSearchParams({ username: "ada", password: "guess", api_version: "2" });
    for (let at = 0; at < 12; at += 1) await fetch(`${mirror.url}/api-login`, { method: "POST", body });
    expect(guesses).toBe(10);
    expect((await fetch(`${mirror.url}/api/bookmarks?username=ada&token=guess`)).status).toBe(429);
    expect(guesses).toBe(10);
  });

  test("nor are those of tokens that come with downloads", async () => {
    const mirror = await start();
    const address = `${mirror.url}${(await tell(mirror)).releases[0]?.download_url}`;
    let guesses = 0;
    fault = (request, response) => {
      if (!request.url?.startsWith("/download/") || request.url.includes("token=good")) return false;
      guesses += 1;
      response.writeHead(403, { "content-type": "application/json" }).end('{"message":"Forbidden."}');
      return true;
    };
    const statuses: number[] = [];
    for (let at = 0; at < 14; at += 1) {
      statuses.push((await fetch(`${address}?username=ada&token=guess${at}`)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(403), ...Array(4).fill(429)]);
    expect(guesses).toBe(10);
    expect((await fetch(`${address}?username=bo&token=good`)).status).toBe(200);
  });

  test("while it comes and goes every answer is right or an error", async () => {
    const mirror = await start();
    await download(mirror);
    let count = 0;
    fault = (_, response) => {
      count += 1;
      if (count % 2 === 0) return false;
      if (count % 3 === 0) response.destroy();
      else response.writeHead(503).end("<html>busy</html>");
      return true;
    };
    for (let round = 0; round < 10; round += 1) {
      expect((await tell(mirror)).title).toBe("Tin works");
      expect((await download(mirror)).equals(bytes)).toBe(true);
    }
  });

  test("whether there is news is asked for all mods at once, and only what has news is asked for whole", async () => {
    const names = ["tin-works", "lead-works", "zinc-works"];
    const make = (name: string, version: string) =>
      makeArchive({ name, version, title: name, author: "ada", factorio_version: "2.0" });
    const behind = path.join(root, "behind");
    for (const name of names.slice(1))
      await writeFile(path.join(behind, `${name}_1.0.0.zip`), await make(name, "1.0.0"));
    const versions = async (mirror: Mirror) =>
      (await Promise.all(names.map((name) => tell(mirror, name)))).map(({ releases }) => releases.length);
    const mirror = await start({ upstreamTuning: { freshness: { check: 0, full: 3_600_000 }, portal: QUICK } });
    await expect.poll(() => versions(mirror).catch(() => []), { timeout: 60_000 }).toEqual([1, 1, 1]);

    asked.length = 0;
    expect(await versions(mirror)).toEqual([1, 1, 1]);
    // Requests come in one turn of the event loop or in several; there are never more requests than mods.
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(asked.map(({ path: asking }) => asking.split("?")[0])).toEqual(asked.map(() => "/api/mods"));

    await writeFile(path.join(behind, "zinc-works_1.1.0.zip"), await make("zinc-works", "1.1.0"));
    await expect.poll(() => versions(mirror), { timeout: 60_000 }).toEqual([1, 1, 2]);
    const whole = asked.filter(({ path: asking }) => asking.endsWith("/full"));
    expect(whole.map(({ path: asking }) => asking)).toEqual(["/api/mods/zinc-works/full"]);
  });

  test("lists are served as they were while it is down, and after a restart those of the mods that were asked for", async () => {
    const list = async (mirror: Mirror, query = "page_size=max"): Promise<string[]> => {
      const answer = await fetch(`${mirror.url}/api/mods?${query}`);
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { results: { name: string }[] }).results.map(({ name }) => name);
    };
    const first = await start();
    await tell(first);
    expect(await list(first)).toEqual(["tin-works"]);
    const namelist = "namelist=tin-works&page_size=max";
    expect(await list(first, namelist)).toEqual(["tin-works"]);
    fault = (_, response) => {
      response.destroy();
      return true;
    };
    expect(await list(first)).toEqual(["tin-works"]);
    expect(await list(first, namelist)).toEqual(["tin-works"]);
    // One that was not asked for before is made of what is known.
    expect(await list(first, "page_size=7")).toEqual(["tin-works"]);
    await first.close();
    running = running.filter((mirror) => mirror !== first);
    const second = await start();
    expect(await list(second)).toEqual(["tin-works"]);
    expect(await list(second, "namelist=tin-works,lead-works")).toEqual(["tin-works"]);
  });

  test("a mod that was never asked for is 503 while it is down, and is known again afterwards", async () => {
    const mirror = await start();
    fault = (_, response) => {
      response.writeHead(500).end();
      return true;
    };
    expect((await fetch(`${mirror.url}/api/mods/tin-works/full`)).status).toBe(503);
    fault = () => false;
    await expect
      .poll(async () => (await fetch(`${mirror.url}/api/mods/tin-works/full`)).status, { timeout: 60_000 })
      .toBe(200);
  });
});

describe("credentials", () => {
  test("a client's token goes to the portal and nowhere else", async () => {
    const logged: AccessEntry[] = [];
    const events: unknown[] = [];
    const mirror = await start({ onAccess: (entry) => logged.push(entry), onEvent: (event) => events.push(event) });
    const tokens: (string | null)[] = [];
    fault = (request) => {
      const { searchParams } = new URL(request.url ?? "", "http://x");
      if (searchParams.has("token")) tokens.push(searchParams.get("token"));
      return false;
    };
    await download(mirror);
    expect(tokens).toEqual(["secret-of-ada"]);
    await mirror.close();
    const kept: string[] = [];
    for (const entry of await readdir(path.join(root, "cache"), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) kept.push(await readFile(path.join(entry.parentPath, entry.name), "latin1"));
    }
    expect(JSON.stringify([logged, events, kept])).not.toContain("secret-of-ada");
    expect(JSON.stringify(logged)).toContain("token=***");
  });

  test.each<[string, Partial<MirrorOptions>, string]>([
    ["a client's", {}, "secret-of-ada"],
    ["the owner's", { upstreamCredentials: { username: "owner", token: "secret-of-owner" } }, "secret-of-owner"],
  ])(
    "%s token does not leave the portal's origin, nor come back in what the portal says",
    async (_, options, token) => {
      const taken: string[] = [];
      const elsewhere = createServer((request, response) => {
        taken.push(request.url ?? "");
        response.end();
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void elsewhere.close());
      const { port } = elsewhere.address() as AddressInfo;
      const events: FolderEvent[] = [];
      const mirror = await start({ ...options, onEvent: (event) => events.push(event) });
      const { releases } = await tell(mirror);
      const reported: string[] = [];
      const ask = async (answer: (response: ServerResponse) => void): Promise<number> => {
        fault = (request, response) => {
          if (!request.url?.includes(token)) return false;
          answer(response);
          return true;
        };
        const got = await fetch(`${mirror.url}${releases[0]?.download_url}?username=ada&token=secret-of-ada`);
        reported.push(await got.text());
        return got.status;
      };
      const message = JSON.stringify({ message: `no ${token} here` });
      expect(await ask((to) => to.writeHead(302, { location: `http://127.0.0.1:${port}/x?auth=${token}` }).end())).toBe(
        502,
      );
      expect(await ask((to) => to.writeHead(403).end(message))).toBe(403);
      expect(reported[1]).toBe(
        '{"message":"Forbidden: the portal behind the mirror does not accept the user name or the token"}',
      );
      expect(await ask((to) => to.writeHead(404).end(message))).toBe(502);
      expect(taken).toEqual([]);
      await expect.poll(() => events.filter(({ kind }) => kind === "trouble").length).toBe(3);
      expect(JSON.stringify([reported, events])).not.toContain(token);
    },
  );

  test("a refusal of the portal is the mirror's, and does not spoil the download of others", async () => {
    const mirror = await start();
    await tell(mirror);
    fault = (request, response) => {
      if (!request.url?.startsWith("/download/") || request.url.includes("token=good")) return false;
      response.writeHead(403, { "content-type": "application/json" }).end('{"message":"Forbidden."}');
      return true;
    };
    const bad = download(mirror, "username=ada&token=bad");
    const good = download(mirror, "username=ada&token=good");
    await expect(bad).rejects.toThrow("status 403");
    expect((await good).equals(bytes)).toBe(true);
  });

  test("the check of credentials is the portal's; when that is down the mirror's own rule holds", async () => {
    const mirror = await start();
    const check = async (): Promise<number> => (await fetch(`${mirror.url}/api/bookmarks?username=ada&token=x`)).status;
    fault = (request, response) => {
      if (!request.url?.startsWith("/api/bookmarks")) return false;
      response.writeHead(403, { "content-type": "application/json" }).end('{"message":"Forbidden."}');
      return true;
    };
    expect(await check()).toBe(403);
    await upstream.close();
    expect(await check()).toBe(200);
  });
});
