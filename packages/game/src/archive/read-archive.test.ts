import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { FactorioLockError, parseVersion, type Version } from "@factorio-lock/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import yazl from "yazl";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { endRecord, infoEntry, type RawZip, rawZip, unicodePath } from "../../testing/raw-zip.ts";
import { makeArchive } from "./make-archive.ts";
import { checkArchive, readArchive, readArchiveExtras } from "./read-archive.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-archive-"));
});
afterAll(() => removeFolder(folder));

const written = async (bytes: Uint8Array) => {
  const path = join(folder, "gear-box_1.0.0.zip");
  await writeFile(path, bytes);
  return path;
};
const version = (text: string) => parseVersion(text) as Version;
const refusal = async (bytes: Uint8Array) => {
  const error = await readArchive(await written(bytes)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FactorioLockError);
  return error as FactorioLockError;
};

describe("a sound archive", () => {
  test("tells its name, version, dependencies, whatever its top folder is called", async () => {
    const info = {
      name: "gear-box",
      version: "0.1.01",
      title: "Gears",
      author: "A",
      factorio_version: "2.0",
      extra: {},
    };
    const path = await written(
      await makeArchive({ ...info, dependencies: ["base >= 2.0"] }, {}, { folder: "any thing" }),
    );
    expect(await readArchive(path)).toEqual({
      name: "gear-box",
      version: version("0.1.01"),
      title: "Gears",
      author: "A",
      factorioVersion: "2.0",
      dependencies: ["base >= 2.0"],
    });
  });

  test("may have a byte order mark, raw line breaks in strings, numbers for texts, and no dependencies", async () => {
    const text = `\u{feff}{"name": "gear-box", "version": "1.0.0", "title": "two\nlines", "factorio_version": 2.0, "__proto__": {"author": "x"}}`;
    const path = await written(rawZip({ entries: [{ name: "g/info.json", content: text, deflate: true }] }));
    expect(await readArchive(path)).toEqual({
      name: "gear-box",
      version: version("1.0.0"),
      title: "two lines",
      author: "",
      factorioVersion: "2.0",
      dependencies: undefined,
    });
  });

  test("may be Zip64, made by a stream, have a comment, a nested zip and files beside its folder", async () => {
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from('{"name":"gear-box","version":"1.0.0"}'), "gear-box/info.json", {
      forceZip64Format: true,
    });
    const inner = await makeArchive({ name: "inner", version: "1.0.0" });
    zip.addBuffer(inner, "gear-box/inner.zip", { compress: false });
    zip.addReadStream(Readable.from(["return ", "{}"]), "gear-box/streamed.lua");
    zip.addEmptyDirectory("gear-box/locale");
    zip.addBuffer(Buffer.from("x"), "__MACOSX/._info.json");
    zip.end({ forceZip64Format: true, comment: "made by a script" });
    expect(await readArchive(await written(await buffer(zip.outputStream)))).toMatchObject({ name: "gear-box" });
  });

  test("gives its changelog and thumbnail", async () => {
    const files = { "changelog.txt": "Version: 1.0.0\n", "thumbnail.png": new Uint8Array([1, 2, 3]), "data.lua": "" };
    const path = await written(await makeArchive({ name: "gear-box", version: "1.0.0" }, files, { compress: true }));
    expect(await readArchiveExtras(path)).toEqual({
      changelog: "Version: 1.0.0\n",
      thumbnail: Buffer.from([1, 2, 3]),
    });
    expect(await readArchiveExtras(await written(await makeArchive({ name: "gear-box", version: "1.0.0" })))).toEqual(
      {},
    );
  });

  test("is checked against what is expected, versions as numbers", async () => {
    const path = await written(await makeArchive({ name: "gear-box", version: "1.0.0" }));
    const check = (name: string, text: string, fileName = `${name}_${text}.zip`) =>
      checkArchive(path, { name, version: version(text), fileName });
    await check("gear-box", "1.00.0");
    await check("gear-box", "1.0.0", "gear-box_1.0.00.zip");
    await expect(check("gear-box", "1.0.1")).rejects.toThrow("it holds version 1.0.0, not 1.0.1");
    await expect(check("Gear-Box", "1.0.0")).rejects.toThrow('it holds the mod "gear-box", not "Gear-Box"');
    await expect(check("gear-box", "1.0.0", "../gear-box_1.0.0.zip")).rejects.toMatchObject({ code: "UNSAFE_NAME" });
    await expect(check("gear-box", "1.0.0", "other_1.0.0.zip")).rejects.toMatchObject({ code: "UNSAFE_NAME" });
  });
});

/** A zip with bytes in front that it does not count, and an entry of a directory where its end would then lead. */
function twoDirectories(): RawZip {
  const entries = [infoEntry()];
  const whole = rawZip({ entries });
  const start = whole.indexOf("PK\x01\x02", "latin1");
  const before = Buffer.alloc(start + 46);
  before.write("PK\x01\x02", start, "latin1");
  return { entries, before, uncounted: true };
}

describe("refused, with its name and the reason", () => {
  const gear = infoEntry();
  const cases: readonly (readonly [string, RawZip, string])[] = [
    ["an encrypted info.json", { entries: [{ ...gear, flags: 0x801 }] }, "is encrypted"],
    [
      "an info.json that is encrypted by its own header",
      { entries: [{ ...gear, claim: { localFlags: 1 } }] },
      "disagree",
    ],
    [
      "an info.json that is packed otherwise by its own header",
      { entries: [{ ...gear, claim: { localMethod: 8 } }] },
      "disagree",
    ],
    ["no header where the directory says", { entries: [{ ...gear, offset: 1 }] }, "disagree"],
    ["no info.json", { entries: [{ name: "gear/data.lua" }] }, "no folder with an info.json"],
    ["info.json at the top", { entries: [{ name: "info.json", content: "{}" }] }, "no folder with an info.json"],
    ["two info.json", { entries: [gear, { name: "other/info.json", content: "{}" }] }, "it has two different"],
    ["the same name twice", { entries: [gear, { ...gear, content: "{}" }] }, "it has two different"],
    [
      "two in other letter case",
      { entries: [gear, { name: "gear-box_1.0.0/Info.json", content: "{}" }] },
      "two different",
    ],
    [
      "two by a Unicode path",
      { entries: [gear, { name: "g/x", content: "{}", extra: unicodePath("g/x", "g/info.json") }] },
      "two different",
    ],
    ["two by a backslash", { entries: [gear, { name: "g\\info.json", content: "{}" }] }, "two different"],
    ["17 of the same", { entries: Array.from({ length: 17 }, () => gear) }, "17 files named info.json"],
    ["only one that climbs out", { entries: [{ ...gear, name: "../info.json" }] }, "no folder with an info.json"],
    ["a folder of that name", { entries: [{ name: "g/info.json/" }] }, "no folder with an info.json"],
    ["JSON that is none", { entries: [{ name: "g/info.json", content: '{"name": gear}' }] }, "not valid JSON"],
    ["a list", { entries: [{ name: "g/info.json", content: "[]" }] }, "not a JSON object"],
    ["no name", { entries: [{ name: "g/info.json", content: "{}" }] }, 'no "name"'],
    ["no version", { entries: [{ name: "g/info.json", content: '{"name":"gear"}' }] }, 'no "version"'],
    ["a huge version", { entries: [infoEntry({ name: "gear", version: "1.0.65536" })] }, "not three numbers"],
    ["a wrong CRC", { entries: [{ ...gear, claim: { crc: 1 } }] }, "damaged"],
    ["a method that nobody knows", { entries: [{ ...gear, claim: { method: 99 } }] }, "packed by a method"],
    [
      "two names for one entry",
      { entries: [{ ...gear, claim: { localName: "gear-box_1.0.0/info.jsoN" } }] },
      "disagree",
    ],
    [
      "an info.json of 2 MB",
      { entries: [{ name: "g/info.json", content: " ".repeat(2 ** 21), deflate: true }] },
      "larger than",
    ],
    [
      "an info.json that lies about 2 MB",
      { entries: [{ name: "g/info.json", content: " ".repeat(2 ** 21), deflate: true, claim: { size: 10 } }] },
      "unpacks to more",
    ],
    ["a bomb", { entries: [gear, { name: "g/a.lua", deflate: true, claim: { size: 2 ** 31 } }] }, "claims to unpack"],
    ["a shared content", { entries: [gear, { name: "g/a.lua", content: "xyz", offset: 0 }] }, "overlap"],
    ["bytes behind the directory", { entries: [gear], afterDirectory: Buffer.alloc(30) }, "not where its end says"],
    ["fewer entries than it claims", { entries: [gear], count: 2 }, "has 1 entries and claims 2"],
    ["more entries than it claims", { entries: [gear, { name: "g/x" }], count: 1 }, "has 2 entries and claims 1"],
    [
      "a directory where it would be with the bytes in front, and one where it would be without",
      twoDirectories(),
      "two central directories",
    ],
    ["Zip64 that says something else", { entries: [gear], zip64: true, plainCount: 7 }, "end records disagree"],
    ["an end record behind the end", { entries: [gear], tail: endRecord(0, 0, 0) }, "two ends"],
    ["an end record in the comment", { entries: [gear], comment: endRecord(0, 0, 0) }, "two ends"],
    [
      "an end record behind the content",
      { entries: [gear], beforeDirectory: Buffer.concat([Buffer.alloc(60), endRecord(0, 0, 0)]) },
      "two ends",
    ],
    [
      "an end record in the directory",
      { entries: [gear, { name: "g/x", extra: Buffer.concat([Buffer.from([9, 9, 22, 0]), endRecord(0, 0, 0)]) }] },
      "two ends",
    ],
  ];

  test.each(cases)("%s", async (_, zip, fault) => {
    const error = await refusal(rawZip(zip));
    expect(error.code).toBe("BAD_ARCHIVE");
    expect(error.message).toContain("gear-box_1.0.0.zip");
    expect(error.message).toContain(fault);
  });

  test("two zips in one file", async () => {
    const first = rawZip({ entries: [infoEntry()] });
    const joined = rawZip({ entries: [infoEntry({ name: "other", version: "1.0.0" })], before: first });
    expect((await refusal(joined)).message).toContain("two ends");
  });

  test("a comment that lets two end records reach the end", async () => {
    const content = Buffer.concat([Buffer.alloc(70), endRecord(0, 0, 0)]);
    const zip = rawZip({ entries: [infoEntry(), { name: "g/x", content }] });
    const at = zip.indexOf(endRecord(0, 0, 0));
    zip.writeUInt16LE(zip.length - at - 22, at + 20);
    expect((await refusal(zip)).message).toContain("two ends");
  });

  test("an unsafe name inside", async () => {
    for (const name of ["../gear", "CON", "gear\u202ebox", "a/b", "gear\n"]) {
      expect((await refusal(rawZip({ entries: [infoEntry({ name, version: "1.0.0" })] }))).code).toBe("UNSAFE_NAME");
    }
  });

  test("what is no zip, an empty file, and every cut of a sound zip", async () => {
    const sound = rawZip({ entries: [infoEntry(), { name: "g/data.lua", content: "x".repeat(300), deflate: true }] });
    const page = await refusal(Buffer.from("<html>sign in</html>"));
    expect(page.code).toBe("BAD_ARCHIVE");
    expect(page.message).toMatch(/ is not a sound mod archive: it is not a zip file\.$/);
    expect((await refusal(sound.subarray(0, 30))).message).toMatch(/: it is cut off\.$/);
    for (let length = 0; length < sound.length; length += 1) {
      expect((await refusal(sound.subarray(0, length))).code).toBe("BAD_ARCHIVE");
    }
  });

  test("a name of 60,000 characters, of which a part is shown", async () => {
    const error = await refusal(rawZip({ entries: [{ name: `${"x".repeat(60_000)}/info.json`, content: "[]" }] }));
    expect(error.code).toBe("BAD_ARCHIVE");
    expect(error.message).toContain("x/info.json is not a JSON object");
    expect(error.message.length).toBeLessThan(300);
  });

  test("every changed byte is either refused or changes nothing that is read", async () => {
    const sound = rawZip({ entries: [infoEntry()] });
    const truth = await readArchive(await written(sound));
    for (let at = 0; at < sound.length; at += 1) {
      const changed = Buffer.from(sound);
      changed[at] = (changed[at] as number) ^ 0x55;
      const answer = await readArchive(await written(changed)).catch((error: unknown) => error);
      if (answer instanceof Error) expect(answer).toBeInstanceOf(FactorioLockError);
      else expect(answer).toEqual(truth);
    }
  });

  test("law: a changed zip is read, or refused as a bad archive", async () => {
    const entries = [
      { ...infoEntry(), deflate: true, descriptor: "signed" as const },
      { name: "g/x.zip", content: rawZip({ entries: [{ name: "a" }] }), localExtra: Buffer.alloc(80) },
    ];
    const zips = [rawZip({ entries }), rawZip({ entries, zip64: true, before: Buffer.alloc(99), uncounted: true })];
    const numbers = fc.constantFrom(0, 1, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x04034b50, 0x02014b50, 0x06054b50);
    const change = fc.record({ at: fc.nat(400), number: numbers, bytes: fc.constantFrom(1, 2, 4), drop: fc.nat(9) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zips),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (zip, changes) => {
          let bytes = Buffer.from(zip);
          for (const { at, number, bytes: length, drop } of changes) {
            const place = bytes.length - 1 - (at % bytes.length);
            const value = Buffer.alloc(4);
            value.writeUInt32LE(number);
            if (drop > 1) value.copy(bytes, place, 0, length);
            else
              bytes = Buffer.concat([
                bytes.subarray(0, place),
                value.subarray(0, drop * length),
                bytes.subarray(place + 1),
              ]);
          }
          const answer = await readArchive(await written(bytes)).catch((error: unknown) => error);
          if (answer instanceof Error)
            expect(answer).toMatchObject({ code: expect.stringMatching(/^(BAD_ARCHIVE|UNSAFE_NAME)$/) });
        },
      ),
      { numRuns: 500 },
    );
  });

  test("thousands of end records, and claims of endless directories, without an end", async () => {
    const sound = rawZip({ entries: [infoEntry()] });
    const ends = Buffer.concat(Array.from({ length: 3000 }, () => endRecord(0xffff, 1, 0)));
    expect((await refusal(Buffer.concat([sound, ends]))).message).toContain("two ends");
    const endless = rawZip({ entries: [infoEntry()], zip64: true, count: Number.MAX_SAFE_INTEGER });
    expect((await refusal(endless)).message).toContain("claims 9007199254740991");
  });
});
