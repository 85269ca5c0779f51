import { randomBytes } from "node:crypto";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { serve, wireMod, wireRelease } from "../../testing/server.ts";
import { createPortal } from "../portal/create-portal.ts";

const MOD = wireMod("lamp-post", [wireRelease("lamp-post", "1.0.0", ["base"])]);
const TEXT = Buffer.from(JSON.stringify(MOD));
const LARGE_MOD = { ...MOD, description: randomBytes(200_000).toString("base64") };
const LARGE = Buffer.from(JSON.stringify(LARGE_MOD));

test.each([
  ["identity", MOD, TEXT],
  ["gzip", MOD, gzipSync(TEXT)],
  ["br", MOD, brotliCompressSync(TEXT)],
  ["deflate", MOD, deflateSync(TEXT)],
  ["gzip", LARGE_MOD, gzipSync(LARGE)],
  ["br", LARGE_MOD, brotliCompressSync(LARGE, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ["deflate", LARGE_MOD, deflateSync(LARGE)],
])("an answer in %s is read, small or large", async (encoding, mod, body) => {
  const server = await serve((_, response) => response.writeHead(200, { "content-encoding": encoding }).end(body));
  const portal = createPortal({ url: server.url });
  onTestFinished(() => portal.close());
  expect(await portal.full("lamp-post")).toEqual(mod);
  expect(server.hits[0]?.headers["accept-encoding"]).toBe("gzip, br, deflate");
});
