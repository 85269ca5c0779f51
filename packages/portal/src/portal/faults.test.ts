import { gzipSync } from "node:zlib";
import { FactorioLockError } from "@factorio-lock/core";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  type Handler,
  json,
  portalOf,
  QUICK,
  serve,
  temporaryFolder,
  wireMod,
  wireRelease,
} from "../../testing/server.ts";
import { openMetadata } from "../metadata/open-metadata.ts";
import { createPortal } from "./create-portal.ts";

/** A fault on the way of one request, and what must come of it. */
interface Fault {
  readonly name: string;
  readonly answer: Handler;
  readonly code: string;
  readonly message: RegExp;
  readonly tries: number;
}

const GOOD = wireMod("lamp-post", [wireRelease("lamp-post", "1.0.0", ["base"])]);
const OTHER = wireMod("other-mod", [wireRelease("other-mod", "1.0.0", ["base"])]);
const TEXT = JSON.stringify(GOOD);
const html: Handler = (_, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Welcome to the hotel</title>");
};

const FAULTS: readonly Fault[] = [
  {
    name: "429 with Retry-After in seconds",
    answer: (_, response) => response.writeHead(429, { "retry-after": "1" }).end("{}"),
    code: "PORTAL_ERROR",
    message: /error 429/,
    tries: 3,
  },
  {
    name: "429 with Retry-After as a date",
    answer: (_, response) =>
      response.writeHead(429, { "retry-after": new Date(Date.now() + 3600_000).toUTCString() }).end(),
    code: "PORTAL_ERROR",
    message: /error 429/,
    tries: 3,
  },
  ...[500, 502, 503].map(
    (status): Fault => ({
      name: `${status}`,
      answer: (_, response) => json(response, { message: `it\u001b[31m hurts\n` }, status),
      code: "PORTAL_ERROR",
      message: new RegExp(`error ${status} "it ?\\[31m hurts"`),
      tries: 3,
    }),
  ),
  {
    name: "400",
    answer: (_, response) => json(response, { message: "no such thing" }, 400),
    code: "PORTAL_ERROR",
    message: /error 400 "no such thing"/,
    tries: 1,
  },
  {
    name: "a reset before the answer",
    answer: (_, response) => response.socket?.resetAndDestroy(),
    code: "PORTAL_UNREACHABLE",
    message: /broke off/,
    tries: 3,
  },
  {
    name: "a reset inside the body",
    answer: (_, response) => {
      response.writeHead(200, { "content-length": String(TEXT.length) });
      response.write(TEXT.slice(0, 40), () => response.socket?.resetAndDestroy());
    },
    code: "PORTAL_UNREACHABLE",
    message: /broke off/,
    tries: 3,
  },
  {
    name: "an end before the announced length",
    answer: (_, response) => {
      response.writeHead(200, { "content-length": String(TEXT.length) });
      response.write(TEXT.slice(0, 40), () => response.socket?.end());
    },
    code: "PORTAL_UNREACHABLE",
    message: /broke off/,
    tries: 3,
  },
  {
    name: "a stall before the answer",
    answer: () => {},
    code: "PORTAL_UNREACHABLE",
    message: /nothing came for 0.2 seconds/,
    tries: 3,
  },
  {
    name: "a stall inside the body",
    answer: (_, response) => {
      response.writeHead(200, { "content-length": String(TEXT.length) });
      response.write(TEXT.slice(0, 40));
    },
    code: "PORTAL_UNREACHABLE",
    message: /nothing came for 0.2 seconds/,
    tries: 3,
  },
  {
    name: "a slow drip",
    answer: (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 50);
      response.once("close", () => clearInterval(drip));
    },
    code: "PORTAL_UNREACHABLE",
    message: /too slowly/,
    tries: 3,
  },
  {
    name: "something that is not HTTP",
    answer: (_, response) => response.socket?.end("SSH-2.0-OpenSSH_9.9\r\n"),
    code: "PORTAL_UNREACHABLE",
    message: /does not speak HTTP/,
    tries: 3,
  },
  {
    name: "JSON that ends in the middle",
    answer: (_, response) => response.writeHead(200).end(TEXT.slice(0, 60)),
    code: "PORTAL_ERROR",
    message: /broken data/,
    tries: 1,
  },
  {
    name: "JSON that is nested 10,000 deep",
    answer: (_, response) => response.writeHead(200).end("[".repeat(10_000) + "]".repeat(10_000)),
    code: "PORTAL_ERROR",
    message: /unknown shape/,
    tries: 1,
  },
  {
    name: "JSON of two million arrays",
    answer: (_, response) => response.writeHead(200).end(`{"releases":[${"[],".repeat(2_000_001)}0]}`),
    code: "PORTAL_ERROR",
    message: /unknown shape/,
    tries: 1,
  },
  {
    name: "a number",
    answer: (_, response) => json(response, 1),
    code: "PORTAL_ERROR",
    message: /unknown shape/,
    tries: 1,
  },
  {
    name: "another mod",
    answer: (_, response) => json(response, OTHER),
    code: "PORTAL_ERROR",
    message: /unknown shape/,
    tries: 1,
  },
  {
    name: "releases that are a text",
    answer: (_, response) => json(response, { ...GOOD, releases: "many" }),
    code: "PORTAL_ERROR",
    message: /unknown shape/,
    tries: 1,
  },
  { name: "a web page with 200", answer: html, code: "PORTAL_ERROR", message: /web page/, tries: 1 },
  {
    name: "a sign-in page with 200",
    answer: (_, response) =>
      response
        .writeHead(200, { "content-type": "text/html" })
        .end('<!doctype html><form method="post"><input name="u"><input name="p" type="password"></form>'),
    code: "AUTH_REJECTED",
    message: /a page to sign in/,
    tries: 1,
  },
  {
    name: "a question that it does not know",
    answer: (_, response) => response.writeHead(501).end(),
    code: "PORTAL_ERROR",
    message: /501/,
    tries: 1,
  },
  {
    name: "gzip that is none",
    answer: (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(TEXT),
    code: "PORTAL_ERROR",
    message: /broken \(gzip\)/,
    tries: 1,
  },
  {
    name: "an encoding that was not asked for",
    answer: (_, response) => response.writeHead(200, { "content-encoding": "zstd" }).end(TEXT),
    code: "PORTAL_ERROR",
    message: /"zstd"/,
    tries: 1,
  },
  {
    name: "a redirect in a circle",
    answer: (hit, response) => response.writeHead(302, { location: hit.url }).end(),
    code: "PORTAL_ERROR",
    message: /redirects more than 5 times/,
    tries: 6,
  },
  {
    name: "a redirect to a foreign host",
    answer: (_, response) =>
      response.writeHead(302, { location: "https://mods.example/api/mods/lamp-post/full" }).end(),
    code: "PORTAL_ERROR",
    message: /https:\/\/mods\.example, which is not trusted/,
    tries: 1,
  },
  {
    name: "a redirect to a file",
    answer: (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    code: "PORTAL_ERROR",
    message: /not trusted/,
    tries: 1,
  },
  {
    name: "a redirect to something that is not an address",
    answer: (_, response) => response.writeHead(302, { location: "http://" }).end(),
    code: "PORTAL_ERROR",
    message: /not an address/,
    tries: 1,
  },
  {
    name: "a redirect to the sign-in page",
    answer: (_, response) => response.writeHead(302, { location: "/login?next=/api" }).end(),
    code: "AUTH_REJECTED",
    message: /sign in/,
    tries: 1,
  },
];

describe("faults of the portal", () => {
  for (const fault of FAULTS) {
    test(`${fault.name}: ${fault.code}, and the cache is right afterwards`, async () => {
      let broken = true;
      let tries = 0;
      const whole = portalOf(new Map([GOOD, OTHER].map((mod) => [mod.name, mod])));
      const server = await serve((hit, response, nth) => {
        if (!broken || !hit.path.includes("lamp-post")) return whole(hit, response, nth);
        tries += 1;
        fault.answer(hit, response, tries);
      });
      const directory = await temporaryFolder();
      const portal = createPortal({ url: server.url, limits: QUICK });
      onTestFinished(() => portal.close());
      await openMetadata({ portal, directory }).get("other-mod");

      const error: unknown = await openMetadata({ portal, directory })
        .get("lamp-post")
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(FactorioLockError);
      expect(error).toMatchObject({ code: fault.code, message: expect.stringMatching(fault.message) as unknown });
      expect((error as FactorioLockError).message).not.toMatch(/\p{Cc}/u);
      expect(tries).toBe(fault.tries);

      const offline = openMetadata({ portal, directory, offline: true });
      expect((await offline.get("other-mod"))?.releases).toHaveLength(1);
      await expect(offline.get("lamp-post")).rejects.toMatchObject({ code: "OFFLINE" });
      broken = false;
      expect((await openMetadata({ portal, directory }).get("lamp-post"))?.releases).toHaveLength(1);
    });
  }

  test("an answer of 200 MB is given up at 64 MB", async () => {
    let sent = 0;
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = (): void => {
        while (sent < 200 * chunk.length) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once("drain", more);
            return;
          }
        }
        response.end("1");
      };
      more();
    });
    const portal = createPortal({ url: server.url });
    onTestFinished(() => portal.close());
    await expect(portal.full("lamp-post")).rejects.toMatchObject({
      code: "PORTAL_ERROR",
      message: expect.stringContaining("larger than 64 MB") as unknown,
    });
    expect(sent).toBeLessThan(80 * chunk.length);
  });

  test("an answer of 100 MB in 100 kB of gzip is given up at 64 MB", async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, 0x20));
    const server = await serve((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    const portal = createPortal({ url: server.url });
    onTestFinished(() => portal.close());
    await expect(portal.full("lamp-post")).rejects.toMatchObject({
      code: "PORTAL_ERROR",
      message: expect.stringContaining("larger than 64 MB") as unknown,
    });
  });

  test("an announced length over the limit is not read at all, and its connection freed", async () => {
    let close: (word: string) => void = () => {};
    const closed = new Promise<string>((resolve) => {
      close = resolve;
    });
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-length": String(1e9) });
      response.flushHeaders();
      response.once("close", () => close("closed"));
    });
    const portal = createPortal({ url: server.url });
    onTestFinished(() => portal.close());
    await expect(portal.full("lamp-post")).rejects.toMatchObject({ code: "PORTAL_ERROR" });
    expect(await closed).toBe("closed");
  });

  test("a host that nobody knows: PORTAL_UNREACHABLE", async () => {
    const portal = createPortal({ url: "https://portal.invalid", limits: QUICK });
    onTestFinished(() => portal.close());
    await expect(portal.full("lamp-post")).rejects.toMatchObject({
      code: "PORTAL_UNREACHABLE",
      message: expect.stringContaining("https://portal.invalid/api/mods/lamp-post/full") as unknown,
    });
  });

  test("a closed port: PORTAL_UNREACHABLE", async () => {
    const portal = createPortal({ url: "http://127.0.0.1:9", limits: QUICK });
    onTestFinished(() => portal.close());
    await expect(portal.full("lamp-post")).rejects.toMatchObject({
      code: "PORTAL_UNREACHABLE",
      message: expect.stringContaining("refused") as unknown,
    });
  });

  test("the budget for the whole ends a question whose tries all last", async () => {
    const server = await serve(() => {});
    const portal = createPortal({ url: server.url, limits: { ...QUICK, stallMs: 10_000, budgetMs: 300 } });
    onTestFinished(() => portal.close());
    await expect(portal.full("lamp-post")).rejects.toMatchObject({
      code: "PORTAL_UNREACHABLE",
      message: expect.stringContaining("longer than 0.3 seconds") as unknown,
    });
    expect(server.hits).toHaveLength(1);
  });

  test("a signal ends a question: INTERRUPTED", async () => {
    const server = await serve(() => controller.abort());
    const controller = new AbortController();
    const portal = createPortal({ url: server.url, limits: QUICK });
    onTestFinished(() => portal.close());
    await expect(portal.full("lamp-post", { signal: controller.signal })).rejects.toMatchObject({
      code: "INTERRUPTED",
    });
    expect(server.hits).toHaveLength(1);
  });

  for (const passing of FAULTS.filter(({ tries }) => tries === 3)) {
    test(`${passing.name}, then a good answer: nothing is noticed`, async () => {
      const server = await serve((hit, response, nth) =>
        nth < 3 ? passing.answer(hit, response, nth) : json(response, GOOD),
      );
      const portal = createPortal({ url: server.url, limits: QUICK });
      onTestFinished(() => portal.close());
      expect((await portal.full("lamp-post"))?.releases).toHaveLength(1);
      expect(server.hits).toHaveLength(3);
    });
  }
});

describe("odd answers that are no faults", () => {
  const odd = async (value: unknown) => {
    const server = await serve((_, response) =>
      response.writeHead(200).end(typeof value === "string" ? value : JSON.stringify(value)),
    );
    const portal = createPortal({ url: server.url, limits: QUICK });
    onTestFinished(() => portal.close());
    const metadata = openMetadata({ portal, directory: await temporaryFolder() });
    return { info: await metadata.get("lamp-post"), warnings: metadata.warnings() };
  };

  test("releases: null is a mod without releases", async () => {
    expect(await odd({ ...GOOD, releases: null })).toEqual({
      info: { name: "lamp-post", title: "The lamp-post", releases: [] },
      warnings: [],
    });
  });

  test("of duplicate keys the last counts", async () => {
    const text = `{"name":"x","releases":null,${TEXT.slice(1)}`;
    expect((await odd(text)).info?.releases).toHaveLength(1);
  });

  test("a byte order mark is passed over", async () => {
    expect((await odd(`\uFEFF${TEXT}`)).info?.releases).toHaveLength(1);
  });

  test("one bad release never spoils the mod", async () => {
    const good = wireRelease("lamp-post", "1.0.0", ["base"]);
    const releases = [
      good,
      null,
      { ...good, version: 1 },
      { ...good, info_json: null },
      { ...good, info_json: { factorio_version: "2.0", dependencies: [1] } },
    ];
    const { info, warnings } = await odd({ ...GOOD, releases });
    expect(info?.releases).toHaveLength(1);
    expect(warnings).toMatchObject([
      {
        code: "PORTAL_ODD_ANSWER",
        mod: "lamp-post",
        message: expect.stringContaining("4 releases of lamp-post") as unknown,
      },
    ]);
  });

  test("keys of prototypes are only keys", async () => {
    const text = TEXT.replace('"name"', '"__proto__":{"releases":1},"constructor":1,"name"');
    expect((await odd(text)).info?.releases).toHaveLength(1);
    expect(({} as { releases?: unknown }).releases).toBeUndefined();
  });
});
