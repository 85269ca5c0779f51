import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createPortal, type PortalOptions } from "../portal/create-portal.ts";
import type { Portal } from "../portal/portal.ts";

/** Many requests at once, and no way to the portal. */

const MODS = Array.from({ length: 40 }, (_, at) => `mod-${at}`);
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The address of a port at which nobody listens. */
async function closedPort(): Promise<string> {
  const { server, url } = await serve(() => {});
  await new Promise((resolve) => server.close(resolve));
  return url;
}

function portalAt(url: string, options: PortalOptions = {}): { portal: Portal; asked: () => number } {
  let asked = 0;
  const portal = createPortal({
    url,
    limits: { backOffMs: 20 },
    ...options,
    onEvent: ({ kind }) => {
      if (kind === "asked") asked += 1;
    },
  });
  open.push(() => portal.close());
  return { portal, asked: () => asked };
}

async function failures(portal: Portal): Promise<Set<string>> {
  const ends = await Promise.allSettled(MODS.map((name) => portal.full(name)));
  return new Set(ends.map((end) => (end.status === "rejected" ? (end.reason as Error).message : "an answer")));
}

test("where the connection is refused, one question is asked for all", async () => {
  const { portal, asked } = portalAt(await closedPort());
  const words = await failures(portal);
  expect(words.size).toBe(1);
  expect([...words][0]).toContain("the connection was refused");
  expect(asked()).toBe(3);
});

test("a proxy that refuses is asked by one question for all", async () => {
  let requests = 0;
  const { url } = await serve((_, response) => {
    requests += 1;
    response.writeHead(407, { "proxy-authenticate": "Basic" }).end();
  });
  const { portal } = portalAt("http://mods.example.com", { env: { http_proxy: url } });
  expect([...(await failures(portal))].join("\n")).toMatch(/^The proxy .*\(407\b/);
  expect(requests).toBeLessThanOrEqual(3);
});

test("once a connection came about, no question waits for the answer to another", async () => {
  const held: (() => void)[] = [];
  const { url } = await serve((request, response) => {
    const answer = () => response.end(JSON.stringify({ name: (request.url ?? "").split("/")[3], releases: [] }));
    // All have to be under way before the first is answered.
    held.push(answer);
    if (held.length === 16) for (const each of held) each();
  });
  const { portal } = portalAt(url);
  const names = await Promise.all(MODS.slice(0, 16).map(async (name) => (await portal.full(name))?.name));
  expect(names).toEqual(MODS.slice(0, 16));
});

test("a portal that comes back is asked again", async () => {
  const url = await closedPort();
  const { portal } = portalAt(url, { limits: { tries: 1 } });
  expect((await failures(portal)).size).toBe(1);
  const server = createServer((_, response) => response.end(JSON.stringify({ name: "mod-1", releases: [] })));
  await new Promise<void>((resolve) => server.listen(Number(new URL(url).port), "127.0.0.1", resolve));
  open.push(() => server.close());
  await new Promise((resolve) => setTimeout(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect((await portal.full("mod-1"))?.name).toBe("mod-1");
});

test("a stop is heeded by those that wait", async () => {
  const { portal } = portalAt(await closedPort(), {
    limits: { backOffMs: 600_000, backOffMaxMs: 600_000, budgetMs: 1e9 },
  });
  const stop = new AbortController();
  // The pause after the first refusal is ten minutes at most, by chance.
  const first = portal.full("mod-1").catch(() => {});
  const other = portal.full("mod-2", { signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await expect(other).rejects.toMatchObject({ code: "INTERRUPTED" });
  await portal.close();
  await first;
});
