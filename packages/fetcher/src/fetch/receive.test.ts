import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Ask, type FaultyPortal, startFaultyPortal } from "../../testing/faulty-portal.ts";
import { failureOf, portalAt, sandbox, snapshot } from "../../testing/sandbox.ts";
import { someArchives } from "../../testing/some-archives.ts";
import { openStore } from "../store/store.ts";
import type { FetchEvent } from "./event.ts";
import { fetchArchives } from "./fetch-archives.ts";

/** Fetches one archive of `size` bytes from a server that misbehaves. */
async function fetchOne(
  size: number,
  behave: (ask: Ask, portal: FaultyPortal) => boolean | undefined,
  stallMs = 2_000,
) {
  const { served, wanted } = await someArchives([size]);
  const server = await startFaultyPortal(served, behave);
  const folder = await sandbox();
  const store = openStore(folder);
  const events: FetchEvent[] = [];
  const portal = portalAt(server.url, { stallMs });
  const run = () => fetchArchives(wanted, { store, portal, onEvent: (event) => events.push(event) });
  const archive = wanted[0]!;
  return { run, server, store, folder, events, archive, length: served.get(archive.download)!.length };
}

/** Answers with these headers and bytes. */
function answer(ask: Ask, status: number, headers: Record<string, string | number>, bytes: Uint8Array): true {
  ask.response.writeHead(status, headers).end(bytes);
  return true;
}

describe("a broken connection", () => {
  test("goes on where it broke", async () => {
    const fetch = await fetchOne(500_000, (ask, portal) => {
      if (ask.number > 2) return false;
      portal.serve(ask, ask.number * 150_000);
      return true;
    });
    expect(await fetch.run()).toMatchObject({ files: 1, bytes: fetch.length });
    expect(fetch.server.asks.map(({ from }) => from)).toEqual([0, 150_000, 300_000]);
    expect((await fetch.store.verify()).damaged).toEqual([]);
  });

  test("is given up after three tries without progress, and the next run goes on", async () => {
    let isBroken = true;
    const fetch = await fetchOne(500_000, (ask, portal) => {
      if (!isBroken) return false;
      portal.serve(ask, 100_000);
      return true;
    });
    const error = await failureOf(fetch.run());
    expect(error.code).toBe("PORTAL_UNREACHABLE");
    // The first try has brought something: three more did not.
    expect(fetch.server.asks.map(({ from }) => from)).toEqual([0, 100_000, 100_000, 100_000]);
    isBroken = false;
    expect(await fetch.run()).toMatchObject({ files: 1, bytes: fetch.length - 100_000 });
    expect(fetch.events.at(-1)?.kind).toBe("done");
  });

  test("a stall is a failed try", async () => {
    const fetch = await fetchOne(
      500_000,
      (ask) => {
        if (ask.number > 1) return false;
        ask.response.writeHead(200, { "content-length": ask.bytes.length });
        ask.response.write(ask.bytes.subarray(0, 200_000));
        return true;
      },
      300,
    );
    expect(await fetch.run()).toMatchObject({ files: 1 });
    expect(fetch.server.asks.length).toBe(2);
  });

  test("429 and 5xx are tried three times in all", async () => {
    for (const status of [429, 500, 503]) {
      const fetch = await fetchOne(1000, (ask) => answer(ask, status, {}, Buffer.alloc(0)));
      expect((await failureOf(fetch.run())).code).toBe("PORTAL_ERROR");
      expect(fetch.server.asks.length).toBe(3);
    }
    const fetch = await fetchOne(
      1000,
      (ask) => ask.number < 3 && answer(ask, 503, { "retry-after": 0 }, Buffer.alloc(0)),
    );
    expect(await fetch.run()).toMatchObject({ files: 1 });
  });

  test("law: any schedule of cuts ends with the right bytes, none of which is sent much more than once", async () => {
    const { served, wanted } = await someArchives([400_000]);
    const archive = wanted[0]!;
    const length = served.get(archive.download)!.length;
    const piece = fc.record({
      bytes: fc.integer({ min: 0, max: 200_000 }),
      ignoresRange: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (cuts) => {
        const server = await startFaultyPortal(served, (ask, portal) => {
          const cut = cuts[ask.number - 1];
          if (!cut) return false;
          if (!cut.ignoresRange) {
            portal.serve(ask, Math.min(length - 1, ask.from + cut.bytes));
            return true;
          }
          ask.response.writeHead(200, { "content-length": length });
          ask.response.write(ask.bytes.subarray(0, cut.bytes), () => ask.response.destroy());
          return true;
        });
        const store = openStore(await sandbox());
        const portal = portalAt(server.url, { backOffMs: 0 });
        // A run may end with an error when three tries in a row brought nothing: the next goes on.
        for (let run = 0; run <= cuts.length && !store.has(archive); run += 1) {
          await fetchArchives([archive], { store, portal }).catch((error: { code: string }) => {
            expect(error.code).toBe("PORTAL_UNREACHABLE");
          });
        }
        expect(store.has(archive)).toBe(true);
        expect((await store.verify()).damaged).toEqual([]);
        const restarts = cuts.filter(({ ignoresRange }) => ignoresRange).length;
        expect(server.sent()).toBeLessThanOrEqual(length * (1 + restarts));
        expect(server.asks.length).toBeLessThanOrEqual(cuts.length + 1);
      }),
      { numRuns: process.env["LONG"] ? 300 : 25 },
    );
  });
});

describe("an answer that is not what was asked for", () => {
  test("wrong bytes in one piece are refused at once, and not kept", async () => {
    const fetch = await fetchOne(100_000, (ask) => {
      const bytes = Buffer.from(ask.bytes);
      bytes[50_000]! ^= 1;
      return answer(ask, 200, { "content-length": bytes.length }, bytes);
    });
    const error = await failureOf(fetch.run());
    expect(error.code).toBe("CHECKSUM_MISMATCH");
    expect(error.message).toContain(fetch.archive.sha1);
    expect(fetch.server.asks.length).toBe(1);
    expect([...snapshot(fetch.folder).keys()].filter((path) => /\.(zip|part|lock|alive)$/.test(path))).toEqual([]);
  });

  test("wrong bytes put together of two answers are fetched once more from the start", async () => {
    const fetch = await fetchOne(300_000, (ask) => {
      if (ask.number > 1) return false;
      const bytes = Buffer.from(ask.bytes);
      bytes[10]! ^= 1;
      ask.response.writeHead(200, { "content-length": bytes.length });
      ask.response.write(bytes.subarray(0, 100_000), () => ask.response.destroy());
      return true;
    });
    expect(await fetch.run()).toMatchObject({ files: 1 });
    expect(fetch.server.asks.map(({ from }) => from)).toEqual([0, 100_000, 0]);
  });

  test("a 200 to a question for a range begins anew", async () => {
    const fetch = await fetchOne(300_000, (ask, portal) => {
      if (ask.number === 1) portal.serve(ask, 100_000);
      else answer(ask, 200, { "content-length": ask.bytes.length }, ask.bytes);
      return true;
    });
    expect(await fetch.run()).toMatchObject({ files: 1, bytes: fetch.length + 100_000 });
    expect(fetch.server.asks.length).toBe(2);
  });

  test.each([
    ["from another byte", (length: number) => `bytes 99999-${length - 1}/${length}`],
    ["of another archive", (length: number) => `bytes 100000-${length}/${length + 1}`],
    ["without a range", () => undefined],
    ["with an impossible range", (length: number) => `bytes 100000-99999/${length}`],
    ["that goes past the end", (length: number) => `bytes 100000-${length}/${length}`],
    ["of several parts", () => "multipart"],
  ])("a 206 %s begins anew", async (_, rangeOf) => {
    const fetch = await fetchOne(300_000, (ask, portal) => {
      if (ask.number === 1) portal.serve(ask, 100_000);
      else if (ask.number > 2) return false;
      else {
        const range = rangeOf(ask.bytes.length);
        answer(ask, 206, range === undefined ? {} : { "content-range": range }, ask.bytes.subarray(ask.from));
      }
      return true;
    });
    expect(await fetch.run()).toMatchObject({ files: 1 });
    expect(fetch.server.asks.map(({ from }) => from)).toEqual([0, 100_000, 0]);
  });

  test("a 206 that nobody asked for is refused", async () => {
    const fetch = await fetchOne(1000, (ask) =>
      answer(ask, 206, { "content-range": "bytes 0-9/10" }, Buffer.alloc(10)),
    );
    expect((await failureOf(fetch.run())).code).toBe("PORTAL_ERROR");
    expect(fetch.server.asks.length).toBe(1);
  });

  test("a server that sends ranges in portions is followed to the end", async () => {
    const fetch = await fetchOne(500_000, (ask, portal) => {
      if (ask.number === 1) portal.serve(ask, 100_000);
      else {
        const end = Math.min(ask.bytes.length, ask.from + 150_000);
        const range = `bytes ${ask.from}-${end - 1}/${ask.bytes.length}`;
        answer(ask, 206, { "content-range": range }, ask.bytes.subarray(ask.from, end));
      }
      return true;
    });
    expect(await fetch.run()).toMatchObject({ files: 1, bytes: fetch.length });
  });

  test("416 begins anew", async () => {
    const fetch = await fetchOne(300_000, (ask, portal) => {
      if (ask.number === 1) portal.serve(ask, 100_000);
      else if (ask.number === 2) answer(ask, 416, { "content-range": "bytes */99999" }, Buffer.alloc(0));
      else return false;
      return true;
    });
    expect(await fetch.run()).toMatchObject({ files: 1 });
    expect(fetch.server.asks.map(({ from }) => from)).toEqual([0, 100_000, 0]);
  });

  test("more bytes than the range promises are refused", async () => {
    const fetch = await fetchOne(300_000, (ask, portal) => {
      if (ask.number === 1) portal.serve(ask, 100_000);
      else {
        const { length } = ask.bytes;
        // Chunked: only the range says how much there is.
        ask.response.writeHead(206, { "content-range": `bytes ${ask.from}-${length - 1}/${length}` });
        ask.response.end(Buffer.concat([ask.bytes.subarray(ask.from), Buffer.alloc(100)]));
      }
      return true;
    });
    const error = await failureOf(fetch.run());
    expect(error.code).toBe("PORTAL_ERROR");
    expect(error.message).toMatch(/brings more than the \d+ bytes/);
  });

  test("fewer bytes than the range promises are a broken transfer", async () => {
    const fetch = await fetchOne(300_000, (ask, portal) => {
      if (ask.number === 1) portal.serve(ask, 100_000);
      else if (ask.number > 2) return false;
      else {
        const { length } = ask.bytes;
        ask.response.writeHead(206, { "content-range": `bytes ${ask.from}-${length - 1}/${length}` });
        ask.response.end(ask.bytes.subarray(ask.from, length - 1000));
      }
      return true;
    });
    expect(await fetch.run()).toMatchObject({ files: 1, bytes: fetch.length });
  });

  test("a body without a length is taken to its end, and fetched again when its hash is wrong", async () => {
    const fetch = await fetchOne(300_000, (ask) => {
      ask.response.writeHead(200);
      ask.response.end(ask.number === 1 ? ask.bytes.subarray(0, 200_000) : ask.bytes);
      return true;
    });
    expect(await fetch.run()).toMatchObject({ files: 1 });
    expect(fetch.server.asks.map(({ from }) => from)).toEqual([0, 0]);
  });

  test("a packed body is refused", async () => {
    const fetch = await fetchOne(1000, (ask) => {
      return answer(ask, 200, { "content-encoding": "gzip" }, gzipSync(ask.bytes));
    });
    const error = await failureOf(fetch.run());
    expect(error.code).toBe("PORTAL_ERROR");
    expect(error.message).toContain('packed with "gzip"');
  });

  test("a sign-in page is AUTH_REJECTED, by its type and by its text; any other page is PORTAL_ERROR", async () => {
    const page = Buffer.from('<!DOCTYPE html>\n<html><form action="/login"><input type="password"></form></html>');
    const typed = await fetchOne(1000, (ask) => answer(ask, 200, { "content-type": "text/html; charset=utf-8" }, page));
    expect((await failureOf(typed.run())).code).toBe("AUTH_REJECTED");
    const untyped = await fetchOne(1000, (ask) => answer(ask, 200, {}, page));
    expect((await failureOf(untyped.run())).code).toBe("AUTH_REJECTED");
    const redirected = await fetchOne(1000, (ask) =>
      answer(ask, 302, { location: "/login?next=%2F" }, Buffer.alloc(0)),
    );
    expect((await failureOf(redirected.run())).code).toBe("AUTH_REJECTED");
    const hotel = Buffer.from("\uFEFF <html><body>Welcome to our hotel. Accept the terms to go on.</body></html>");
    const other = await fetchOne(1000, (ask) => answer(ask, 200, { "content-type": "application/zip" }, hotel));
    expect((await failureOf(other.run())).code).toBe("PORTAL_ERROR");
    for (const { folder } of [typed, untyped, redirected, other]) {
      expect([...snapshot(folder).keys()].filter((path) => /\.(zip|part|lock|alive)$/.test(path))).toEqual([]);
    }
  });

  test("an archive of impossible size is refused before a byte is taken", async () => {
    const fetch = await fetchOne(1000, (ask) => {
      ask.response.writeHead(200, { "content-length": 2 ** 33 });
      ask.response.write(Buffer.alloc(100));
      return true;
    });
    const error = await failureOf(fetch.run());
    expect(error.code).toBe("BAD_ARCHIVE");
    expect(error.message).toContain("has 8 GiB, and at most 2 GiB may be downloaded");
  });
});

test("a redirect to another port is followed without the token", async () => {
  const { served, wanted } = await someArchives([100_000]);
  const seen: string[] = [];
  const cdn = createServer((request, response) => {
    seen.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.end(served.get(wanted[0]!.download));
  });
  await new Promise<void>((resolve) => cdn.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void cdn.close());
  const server = await startFaultyPortal(served, (ask) => {
    const location = `http://127.0.0.1:${(cdn.address() as AddressInfo).port}/files/89/c9?secure=abc,1`;
    return answer(ask, 302, { location }, Buffer.alloc(0));
  });
  const options = { store: openStore(await sandbox()), portal: portalAt(server.url) };
  expect(await fetchArchives(wanted, options)).toMatchObject({ files: 1 });
  expect(seen.length).toBe(1);
  expect(seen[0]).toContain("/files/89/c9?secure=abc,1");
  expect(seen[0]).not.toContain("0123456789abcdef");
});
