// An address that leads out of the public internet: by redirects, and by a name that becomes another address.
import { mkdtempSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer, type Server } from "node:https";
import { type AddressInfo, connect, type LookupFunction } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withAddress } from "@factorio-lock/portal";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createAuthority, hasOpenssl } from "./certificates.ts";

/** Two addresses of this machine, of which the first plays one of the internet. Elsewhere than on Linux there is one. */
const PUBLIC = "127.0.0.2";
const PRIVATE = "127.0.0.3";
const canPlay = process.platform === "linux" && hasOpenssl();
if (!canPlay) console.log("rebinding: skipped, because this is not Linux, or openssl is not installed");

const HOSTS = ["shop.example", "other.example", "house.example", "changing.example", PRIVATE];

let folder = "";
let authority: ReturnType<typeof createAuthority>;
const servers: Server[] = [];
let asked: string[] = [];
/** The path that leads on, and where to. */
let onward = new Map<string, string>();
/** The addresses of a name, the first time and each further time. */
let names = new Map<string, string[]>();

beforeAll(async () => {
  if (!canPlay) return;
  folder = mkdtempSync(join(tmpdir(), "factorio-lock-rebinding-"));
  authority = createAuthority(folder);
  // Both listen at one port: a name that changes its address keeps its port.
  let port = 0;
  for (const host of [PUBLIC, PRIVATE]) {
    const server = createServer(authority.issue(HOSTS), (request, response) => {
      asked.push(`${host}${request.url}`);
      const target = onward.get(request.url ?? "");
      if (target === undefined) response.end("content");
      else response.writeHead(302, { location: target.replace("PORT", String(port)) }).end();
    });
    await new Promise<void>((done, failed) => server.once("error", failed).listen(port, host, done));
    port = (server.address() as AddressInfo).port;
    servers.push(server);
  }
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  if (folder !== "") await removeFolder(folder);
});

const lookup: LookupFunction = (host, { all }, callback) => {
  const known = names.get(host) ?? [];
  const address = (known.length > 1 ? known.shift() : known[0]) ?? PUBLIC;
  if (all) callback(null, [{ address, family: 4 }]);
  else callback(null, address, 4);
};

async function fetched(start: string, more: Record<string, string> = {}): Promise<string> {
  asked = [];
  const { port } = (servers[0] as Server).address() as AddressInfo;
  const options = {
    env: { SSL_CERT_FILE: authority.file, ...more },
    userAgent: "test",
    limits: { tries: 1, connectMs: 20_000 },
    names: { lookup, isPrivateIp: (address: string) => address !== PUBLIC },
  };
  return withAddress(start.replace("PORT", String(port)), options, async (file) =>
    String(await file.read(0, file.size)),
  );
}

const REFUSED = {
  code: "PORTAL_ERROR",
  message: expect.stringMatching(/ redirects into a private network\.$/) as unknown,
};

describe.skipIf(!canPlay)("an address on the network", () => {
  test("may lead to another public one", async () => {
    names = new Map();
    onward = new Map([["/a", "https://other.example:PORT/b"]]);
    expect(await fetched("https://shop.example:PORT/a")).toBe("content");
    expect(asked).toEqual([`${PUBLIC}/a`, `${PUBLIC}/b`]);
  });

  test("that is private itself, because the player named it so, may lead anywhere", async () => {
    names = new Map([["house.example", [PRIVATE]]]);
    onward = new Map([["/a", `https://${PRIVATE}:PORT/b`]]);
    expect(await fetched("https://house.example:PORT/a")).toBe("content");
    expect(asked).toEqual([`${PRIVATE}/a`, `${PRIVATE}/b`]);
  });

  test.each([
    ["an address of a private network", `https://${PRIVATE}:PORT/b`, {}],
    ["a name of a private network", "https://house.example:PORT/b", { "house.example": [PRIVATE] }],
    [
      "a name that is public when it is looked at",
      "https://changing.example:PORT/b",
      { "changing.example": [PUBLIC, PRIVATE] },
    ],
    ["this machine", "https://localhost:PORT/b", {}],
    ["a machine of this network", "https://nas.local:PORT/b", { "nas.local": [PUBLIC] }],
  ])("that is public does not lead to %s", async (_, target, changing) => {
    names = new Map(Object.entries(changing));
    onward = new Map([["/a", target]]);
    await expect(fetched("https://shop.example:PORT/a")).rejects.toMatchObject(REFUSED);
    expect(asked).toEqual([`${PUBLIC}/a`]);
  });

  test("gains nothing by becoming private itself, for the redirect or for the look at it", async () => {
    onward = new Map([["/a", "https://changing.example:PORT/b"]]);
    // The first connection is public. The connection is kept, so that a second one is made by another port's name.
    names = new Map([["changing.example", [PUBLIC, PRIVATE]]]);
    await expect(fetched("https://changing.example:PORT/a")).rejects.toMatchObject(REFUSED);
    expect(asked).toEqual([`${PUBLIC}/a`]);
    onward = new Map([["/a", `https://${PRIVATE}:PORT/b`]]);
    names = new Map([["changing.example", [PUBLIC, PRIVATE]]]);
    await expect(fetched("https://changing.example:PORT/a")).rejects.toMatchObject(REFUSED);
    expect(asked).toEqual([`${PUBLIC}/a`]);
  });

  test("is looked up by us where a proxy connects: a private target is not asked of it", async () => {
    names = new Map([["house.example", [PRIVATE]]]);
    onward = new Map([["/a", "https://house.example:PORT/b"]]);
    const connects: string[] = [];
    const proxy = createProxy();
    proxy.on("connect", (request, socket) => {
      connects.push(request.url?.split(":")[0] ?? "");
      const onwards = connect(Number(request.url?.split(":")[1]), PUBLIC, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket.pipe(onwards).pipe(socket);
      });
      onwards.on("error", () => socket.destroy());
      socket.on("error", () => onwards.destroy());
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    const { port } = proxy.address() as AddressInfo;
    const proxied = fetched("https://shop.example:PORT/a", { HTTPS_PROXY: `http://127.0.0.1:${port}` });
    await expect(proxied).rejects.toMatchObject(REFUSED);
    expect([asked, connects]).toEqual([[`${PUBLIC}/a`], ["shop.example"]]);
    proxy.close();
  });
});
