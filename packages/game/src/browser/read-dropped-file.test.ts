import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { makeSave } from "../../testing/make-save.ts";
import { makeArchive } from "../archive/make-archive.ts";
import { nodeInflater } from "../bytes/node-inflater.ts";
import { smallInflater } from "../bytes/small-inflater.ts";
import { formatModPack } from "../mod-pack/format-mod-pack.ts";
import { readModSource } from "../mod-source/read-mod-source.ts";
import { type DroppedFile, readDroppedArchive, readDroppedFile } from "./read-dropped-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-dropped-"));
});
afterAll(() => removeFolder(folder));

function dropped(name: string, content: string | Uint8Array): DroppedFile {
  const blob = new Blob([typeof content === "string" ? content : new Uint8Array(content)]);
  return { name, size: blob.size, slice: (start, end) => blob.slice(start, end) };
}

const LOCK = `lockfileVersion: 1

factorio: "2.0"
expansion: false

requirements:
  gear-box: "*"

builtin:
  - base

mods:
  gear-box:
    version: "1.0.0"
    file: "gear-box_1.0.0.zip"
    sha1: "0123456789abcdef0123456789abcdef01234567"
    download: "/download/gear-box/0123456789abcdef01234567"
    released: "2026-01-02T03:04:05.000000Z"
`;

const FILES: readonly (readonly [
  kind: string,
  name: string,
  content: () => string | Uint8Array | Promise<Uint8Array>,
])[] = [
  [
    "save",
    "friday.zip",
    () =>
      makeSave({
        game: "2.0.72",
        mods: [
          { name: "base", version: "2.0.72" },
          { name: "gear-box", version: "1.2.3" },
        ],
      }),
  ],
  [
    "mod-list",
    "mod-list.json",
    () =>
      JSON.stringify({
        mods: [
          { name: "base", enabled: true },
          { name: "gear-box", enabled: true, version: "1.0.0" },
          { name: "off-one", enabled: false },
        ],
      }),
  ],
  ["lockfile", "mods.lock", () => LOCK],
  [
    "log",
    "factorio-current.log",
    () =>
      "   0.000 2026-01-02 03:04:05; Factorio 2.0.72 (build 84292, linux64, headless)\n   0.037 Loading mod base 2.0.72 (data.lua)\n   0.040 Loading mod gear-box 1.0.0 (data.lua)\n   0.306 Checksum of base: 1\n",
  ],
  [
    "metapackage",
    "pack_1.0.0.zip",
    () =>
      makeArchive({
        name: "pack",
        version: "1.0.0",
        factorio_version: "2.0",
        dependencies: ["base", "gear-box = 1.0.0"],
      }),
  ],
  [
    "mod-pack",
    "pack.txt",
    () =>
      formatModPack({
        name: "a",
        description: "",
        factorio: "2.0",
        mods: [{ name: "gear-box", enabled: true, version: "1.0.0" }],
        settings: {},
      }),
  ],
];

describe("what is dropped on a page is read as from the disk", () => {
  test.each(FILES)("%s", async (kind, name, make) => {
    const content = await make();
    const path = join(folder, name);
    await writeFile(path, content);
    const { path: _, ...found } = await readDroppedFile(dropped(name, content));
    const { path: __, ...expected } = await readModSource(path);
    expect(found).toEqual(expected);
    expect(found.kind).toBe(kind);
    expect(found.mods.map((mod) => mod.name)).toContain("gear-box");
  });

  test("a mod archive", async () => {
    const bytes = await makeArchive({ name: "gear-box", version: "1.0.0", factorio_version: "2.0" });
    expect(await readDroppedArchive(dropped("gear-box_1.0.0.zip", bytes))).toMatchObject({ name: "gear-box" });
  });

  test("what names no mods is refused", async () => {
    await expect(readDroppedFile(dropped("notes.txt", "hello"))).rejects.toMatchObject({ code: "FAILED" });
    await expect(readDroppedFile(dropped("cut.zip", "PK\u0003\u0004"))).rejects.toMatchObject({ code: "BAD_ARCHIVE" });
  });

  const saves = new URL("../../../../../shared/data/saves/", import.meta.url);
  test.skipIf(!existsSync(saves))("real saves, where they are there", async () => {
    for (const name of readdirSync(saves)) {
      const { path: _, ...found } = await readDroppedFile(dropped(name, readFileSync(new URL(name, saves))));
      const { path: __, ...expected } = await readModSource(fileURLToPath(new URL(name, saves)));
      expect(found).toEqual(expected);
    }
  });
});

describe("unpacking without Node", () => {
  test("law: it is what Node's zlib says, wherever the bytes end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), fc.nat(5000), fc.nat(5000), async (content, limit, end) => {
        const raw = deflateRawSync(content);
        expect(Buffer.from((await smallInflater.start(deflateSync(content), limit, "zlib")) ?? [])).toEqual(
          Buffer.from(content).subarray(0, limit),
        );
        const small = smallInflater.whole(raw, limit);
        const node = nodeInflater.whole(raw, limit);
        if (limit > 0) expect(typeof small === "string" ? small : Buffer.from(small)).toEqual(node);
        const start = (await smallInflater.start(raw.subarray(0, end), limit, "raw")) ?? new Uint8Array();
        expect(Buffer.from(start)).toEqual(Buffer.from(content).subarray(0, start.length));
      }),
    );
  });

  test("of what unpacks to very much only the start is unpacked", async () => {
    const bomb = deflateSync(Buffer.alloc(64 * 2 ** 20));
    expect((await smallInflater.start(bomb, 100, "zlib"))?.length).toBe(100);
  });

  test("what is not deflated has no start", async () => {
    expect(await smallInflater.start(Buffer.alloc(100, 0xff), 100, "zlib")).toBeUndefined();
  });
});
