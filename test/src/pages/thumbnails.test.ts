import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { crc32, deflateSync } from "node:zlib";
import { makeArchive } from "@factorio-lock/game";
import { type AccessEntry, type Mirror, startMirror } from "@factorio-lock/mirror";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import { CHROME, openChromium, watchedPage } from "./chromium.ts";

/** A square PNG of one colour. */
function png(side: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const rows = deflateSync(Buffer.alloc(side * (1 + side * 3), 90));
  const start = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([start, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

const PICTURES: Readonly<Record<string, string | Buffer>> = {
  "fog-lamps": png(144),
  "gear-lib": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  "salt-pan": png(1_000),
  "tall-masts": Buffer.concat([png(64), Buffer.alloc(200_000)]),
};

let box: Sandbox;
let mirror: Mirror;
const requests: AccessEntry[] = [];
beforeAll(async () => {
  box = await createSandbox([]);
  mkdirSync(join(box.folder, "mirror"));
  for (const name of [...Object.keys(PICTURES), "wind-vane"]) {
    const info = { name, version: "1.0.0", title: `The ${name}`, author: "nobody", factorio_version: "2.0" };
    const more = PICTURES[name] ? { "thumbnail.png": PICTURES[name] } : {};
    writeFileSync(join(box.folder, "mirror", `${name}_1.0.0.zip`), await makeArchive(info, more));
  }
  const onAccess = (entry: AccessEntry): void => void requests.push(entry);
  mirror = await startMirror({ directory: join(box.folder, "mirror"), settle: 0, onAccess });
  const mods = [...Object.keys(PICTURES), "wind-vane"].map((name) => `  ${name}: "*"\n`);
  await box.write("mods.yaml", `factorio: "2.0"\npack: { name: friday, version: 1.0.0 }\nmods:\n${mods.join("")}`);
  expect(await exported("lock")).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await mirror?.close();
  await box?.close();
});

const exported = (...args: string[]) => box.spawn(args, { env: { FACTORIO_LOCK_PORTAL: mirror.url } });
const asked = (): number => requests.filter(({ path }) => path.startsWith("/assets/")).length;

test("a page asks for no picture and has none, unless it is to have them", async () => {
  expect(await exported("export", "html", "../bare.html")).toMatchObject({ code: 0 });
  expect(await box.read("../bare.html")).not.toContain("<img");
  expect(asked()).toBe(0);
});

test("only small pictures that are PNGs by their bytes are in the page", async () => {
  const { code, stdout } = await exported("export", "html", "../pictures.html", "--thumbnails", "--json");
  expect([code, JSON.parse(stdout).warnings]).toEqual([0, []]);
  const page = (await box.read("../pictures.html")) ?? "";
  const pictures = [...page.matchAll(/<img class="thumb" src="data:image\/png;base64,([^"]*)"/g)];
  expect(pictures.map(([, text = ""]) => Buffer.from(text, "base64"))).toEqual([PICTURES["fog-lamps"]]);
  expect(page.match(/<img/g)).toHaveLength(1);
  expect(page).toContain('href="data:application/json');
  expect(asked()).toBeGreaterThan(0);
});

test("without a network the page is there, and says what it lacks", async () => {
  const { code, stdout } = await exported("export", "html", "../off.html", "--thumbnails", "--offline", "--json");
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { warnings: [{ code: "THUMBNAILS_LEFT_OUT" }] }]);
});

test("a host of pictures that breaks off is given up for all pictures, not for one after the other", async () => {
  const names = Array.from({ length: 40 }, (_, at) => `ore-cart-${at}`);
  const folder = join(box.folder, "carts");
  mkdirSync(folder);
  for (const name of names) {
    const info = { name, version: "1.0.0", title: name, author: "nobody", factorio_version: "2.0" };
    writeFileSync(join(folder, `${name}_1.0.0.zip`), await makeArchive(info, { "thumbnail.png": png(16) }));
  }
  const behind = await startMirror({ directory: folder, settle: 0 });
  let pictures = 0;
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith("/assets/")) {
      pictures += 1;
      incoming.socket.destroy();
      return;
    }
    const { method, headers } = incoming;
    incoming.pipe(
      request(new URL(incoming.url ?? "/", behind.url), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const env = { FACTORIO_LOCK_PORTAL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const carts = await createSandbox([]);
  try {
    await carts.write("mods.yaml", `factorio: "2.0"\nmods:\n${names.map((name) => `  ${name}: "*"\n`).join("")}`);
    expect(await carts.spawn(["lock"], { env })).toMatchObject({ code: 0 });
    const { code, stdout } = await carts.spawn(["export", "html", "page.html", "--thumbnails", "--json"], { env });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { warnings: [{ code: "THUMBNAILS_LEFT_OUT" }] }]);
    // Sixteen are asked for at once, each at most twice.
    expect(pictures).toBeLessThan(names.length);
  } finally {
    await carts.close();
    server.closeAllConnections();
    server.close();
    await behind.close();
  }
});

test.skipIf(CHROME === undefined)(
  "in Chromium (skipped without one) the picture is shown, and nothing loaded",
  async () => {
    const browser = await openChromium();
    try {
      const { page, faults, requests: loaded } = await watchedPage(browser);
      await page.goto(pathToFileURL(join(box.folder, "pictures.html")).href);
      const width = await page
        .locator("img.thumb")
        .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
      expect(width).toBe(144);
      expect({ faults, loaded }).toEqual({ faults: [], loaded: [] });
    } finally {
      await browser.close();
    }
  },
);
