// What lies at an address, fetched by the command: of a save only the parts that tell its mods.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { writeZip } from "@factorio-lock/game";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { levelOf } from "../../../packages/game/testing/make-save.ts";
import { createSandbox, type Output, type Sandbox } from "./sandbox.ts";

const MB = 1024 * 1024;
const MODS = [
  { name: "base", version: "2.0.72" },
  { name: "fog-lamps", version: "3.1.0" },
];

let box: Sandbox;
let large: Buffer;
let small: Buffer;
beforeAll(async () => {
  box = await createSandbox();
  large = await saveOf(70 * MB);
  small = await saveOf(MB);
});
afterAll(() => box.close());

/** A save with a map of so many bytes. */
async function saveOf(size: number): Promise<Buffer> {
  const path = join(box.folder, "friday.zip");
  await writeZip(path, [
    { name: "friday/level.dat1", content: Buffer.alloc(size / 2, 1) },
    { name: "friday/level.dat0", content: deflateSync(levelOf({ game: "2.0.72", mods: MODS })) },
    { name: "friday/level.dat2", content: Buffer.alloc(size / 2, 2) },
  ]);
  return readFile(path);
}

interface Served {
  readonly url: string;
  /** The ranges that were asked for, and the bytes that were sent. */
  readonly ranges: (string | undefined)[];
  sent: number;
}

type Manner = (request: IncomingMessage, response: ServerResponse, file: Buffer) => boolean | undefined;

/** A server with a file, which hands out parts of it unless `manner` answers. */
async function serve(file: Buffer, manner: Manner = () => false): Promise<Served> {
  const served: { url: string; ranges: (string | undefined)[]; sent: number } = { url: "", ranges: [], sent: 0 };
  const server = createServer((request, response) => {
    served.ranges.push(request.headers.range);
    if (manner(request, response, file)) return;
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    const start = Number(from ?? 0);
    const part = file.subarray(start, to === undefined ? undefined : Number(to) + 1);
    served.sent += part.length;
    const range = `bytes ${start}-${start + part.length - 1}/${file.length}`;
    response.writeHead(from === undefined ? 200 : 206, {
      "content-length": part.length,
      etag: '"one"',
      ...(from === undefined ? {} : { "content-range": range }),
    });
    response.end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/friday`;
  return served;
}

let count = 0;
/** Reads it in a folder of its own. */
async function init(
  address: string,
): Promise<Output & { document: Record<string, unknown>; made: string | undefined }> {
  const cwd = `read-${++count}`;
  await box.write(`${cwd}/.keep`, "");
  const output = await box.spawn(["init", "--from", address, "--json"], { cwd });
  const document = JSON.parse(output.stdout) as Record<string, unknown>;
  return { ...output, document, made: await box.read(`${cwd}/mods.yaml`) };
}

const FOUND = { from: { kind: "save", factorio: "2.0.72" }, mods: [{ name: "fog-lamps" }] };

test("a save of more than 64 MB: a few parts of it tell its mods", async () => {
  const served = await serve(large);
  const { document } = await init(served.url);
  expect(document).toMatchObject({ ...FOUND, from: { path: served.url } });
  expect(served.ranges.every((range) => range !== undefined)).toBe(true);
  expect(served.ranges.length).toBeLessThanOrEqual(5);
  expect(served.sent).toBeLessThan(MB / 2);
});

const whole: Manner = (_, response, file) => {
  response.writeHead(200, { "content-length": file.length }).end(file);
  return true;
};

test("a server that hands out no parts: a small save is read whole, a large one is refused with what to do", async () => {
  const { url } = await serve(small, whole);
  expect((await init(url)).document).toMatchObject(FOUND);
  const { code, document, made } = await init((await serve(large, whole)).url);
  expect([code, made]).toEqual([7, undefined]);
  expect(document).toMatchObject({
    error: {
      code: "PORTAL_ERROR",
      message: expect.stringMatching(
        /^127\.0\.0\.1:\d+ hands the file out only as a whole, and it is larger than 64 MB\.$/,
      ) as unknown,
      hint: expect.stringContaining("download the file") as unknown,
    },
  });
});

test("bound by its SHA-256 it is read whole, since nothing else could check it", async () => {
  const served = await serve(small);
  const sha256 = createHash("sha256").update(small).digest("hex");
  expect((await init(`${served.url}#sha256=${sha256}`)).document).toMatchObject(FOUND);
  expect(served.ranges).toEqual([undefined]);
  expect((await init(`${served.url}#sha256=${"0".repeat(64)}`)).code).toBe(6);
});

test("what is no zip is read whole, whether or not parts are handed out", async () => {
  const list = Buffer.from(JSON.stringify({ mods: [{ name: "fog-lamps", enabled: true, version: "3.1.0" }] }));
  const long = Buffer.concat([list, Buffer.alloc(200_000, " ")]);
  for (const file of [list, long]) {
    const { document } = await init((await serve(file)).url);
    expect(document).toMatchObject({ from: { kind: "mod-list" }, mods: [{ name: "fog-lamps" }] });
  }
});

test.each<[what: string, fault: string, manner: Manner]>([
  [
    "that gives another file to the second question",
    "changed while it was read",
    (request, response, file) => !request.headers.range?.startsWith("bytes=0-") && whole(request, response, file),
  ],
  [
    "that tells another size the second time",
    "changed while it was read",
    (request, response) => {
      if (request.headers.range?.startsWith("bytes=0-")) return false;
      const [, from, to] = /(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
      const size = Number(to) - Number(from) + 1;
      response.writeHead(206, { "content-range": `bytes ${from}-${to}/${9e9}`, "content-length": size });
      response.end(Buffer.alloc(size));
      return true;
    },
  ],
  [
    "that claims a huge file of nothing",
    "cannot be read",
    (request, response) => {
      const [, from, to] = /(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
      const size = Number(to) - Number(from) + 1;
      response.writeHead(206, { "content-range": `bytes ${from}-${to}/${9e14}`, "content-length": size });
      response.end(Buffer.alloc(size, from === "0" ? "PK" : 0));
      return true;
    },
  ],
  [
    "that breaks off in the middle",
    "",
    (request, response) => {
      if (request.headers.range?.startsWith("bytes=0-")) return false;
      response.writeHead(206, { "content-length": 1000 });
      response.write("PK", () => response.destroy());
      return true;
    },
  ],
])("a server %s is one clear error", async (_, fault, manner) => {
  const { code, document, made } = await init((await serve(large, manner)).url);
  expect(code).toBeLessThan(8);
  expect(code).toBeGreaterThan(0);
  expect(made).toBeUndefined();
  expect(document).toMatchObject({ ok: false, error: { message: expect.stringContaining(fault) as unknown } });
});
