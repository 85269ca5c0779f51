import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import type { Limits, PortalMod, PortalRelease } from "../src/index.ts";

/** A received request with its body. */
export interface Hit {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server on loopback whose answers the test defines. */
export interface TestServer {
  readonly url: string;
  readonly hits: Hit[];
  /** The number of connections made so far. */
  readonly connections: () => number;
}

/** Answers a request; `nth` counts requests from 1. */
export type Handler = (hit: Hit, response: ServerResponse, nth: number) => void;

/** Starts a server that is closed after the test. */
export async function serve(handler: Handler): Promise<TestServer> {
  const hits: Hit[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {});
    response.on("error", () => {});
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://localhost");
      const hit: Hit = {
        method: request.method ?? "",
        url: request.url ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      hits.push(hit);
      handler(hit, response, hits.length);
    });
  });
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hits, connections: () => connections };
}

/** Sends a JSON response. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

/** Creates a folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-portal-"));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** Short limits, so that faults show at once. */
export const QUICK: Partial<Limits> = {
  connectMs: 1000,
  stallMs: 200,
  headMs: 4000,
  patienceMs: 0,
  refusedMs: 2,
  paceMs: 1,
  budgetMs: 5000,
  backOffMs: 2,
  backOffMaxMs: 4,
  retryAfterMaxMs: 50,
  slowMs: 300,
};

/** Limits that only a hang exceeds, for tests that count requests: on a busy machine an answer may take seconds. */
export const PATIENT: Partial<Limits> = {
  ...QUICK,
  connectMs: 60_000,
  stallMs: 60_000,
  headMs: 60_000,
  budgetMs: 150_000,
  slowMs: 60_000,
};

/** A release as sent by the portal, with made-up ids and hashes. */
export function wireRelease(
  name: string,
  version: string,
  dependencies?: readonly string[],
  line = "2.0",
): PortalRelease {
  const id = Buffer.from(`${name} ${version}`.padEnd(12, "x")).toString("hex").slice(0, 24);
  return {
    version,
    file_name: `${name}_${version}.zip`,
    download_url: `/download/${name}/${id}`,
    released_at: "2026-01-02T03:04:05.000000Z",
    sha1: Buffer.from(`${name} ${version}`.padEnd(20, "y")).toString("hex").slice(0, 40),
    info_json: { factorio_version: line, ...(dependencies ? { dependencies } : {}) },
  };
}

/** A mod as sent by the portal. */
export function wireMod(name: string, releases: readonly PortalRelease[]): PortalMod {
  return { name, title: `The ${name}`, owner: "someone", summary: "", downloads_count: 1, releases };
}

/** Answers like a portal with these mods; other paths are 404. */
export function portalOf(mods: ReadonlyMap<string, PortalMod>): Handler {
  return (hit, response) => {
    const full = /^\/api\/mods\/([^/]+)(\/full)?$/.exec(hit.path);
    if (full) {
      const mod = mods.get(decodeURIComponent(full[1] as string));
      if (!mod) json(response, { message: "Mod not found" }, 404);
      else json(response, full[2] ? mod : withoutDependencies(mod));
    } else if (hit.path === "/api/mods" && hit.method === "POST") {
      const names = (new URLSearchParams(hit.body).get("namelist") ?? "").split(",");
      const results = names.flatMap((name) => mods.get(name) ?? []).map(withoutDependencies);
      json(response, { pagination: null, results });
    } else if (hit.path === "/api/search") {
      const { query } = JSON.parse(hit.body) as { query: string };
      const results = [...mods.values()].filter((mod) => mod.name.includes(query.slice(0, 3)));
      json(response, { pagination: null, results: results.map((mod) => ({ ...mod, releases: undefined })) });
    } else {
      json(response, { message: "Not found" }, 404);
    }
  };
}

function withoutDependencies(mod: PortalMod): PortalMod {
  const releases = mod.releases.map((release) => ({
    ...release,
    info_json: { factorio_version: release.info_json.factorio_version },
  }));
  return { ...mod, releases };
}
