import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { serve, wireMod, wireRelease } from "../../testing/server.ts";
import { createPortal } from "../portal/create-portal.ts";

const MOD = wireMod("lamp-post", [wireRelease("lamp-post", "1.0.0", ["base"])]);
const TEXT = Buffer.from(JSON.stringify(MOD));

test.each([
  ["identity", TEXT],
  ["gzip", gzipSync(TEXT)],
  ["br", brotliCompressSync(TEXT)],
  ["deflate", deflateSync(TEXT)],
])("an answer in %s is read", async (encoding, body) => {
  const server = await serve((_, response) => response.writeHead(200, { "content-encoding": encoding }).end(body));
  const portal = createPortal({ url: server.url });
  onTestFinished(() => portal.close());
  expect(await portal.full("lamp-post")).toEqual(MOD);
  expect(server.hits[0]?.headers["accept-encoding"]).toBe("gzip, br, deflate");
});
