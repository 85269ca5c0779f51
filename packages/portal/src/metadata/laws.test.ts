import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSafeName, type ModInfo, parseSha1, type Release, readVersion } from "@factorio-lock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { temporaryFolder, wireMod, wireRelease } from "../../testing/server.ts";
import { decodeMod } from "../wire/decode.ts";
import { fingerprint, listFingerprints } from "../wire/fingerprint.ts";
import { openCache } from "./cache.ts";
import { readChecked, writeChecked } from "./checked-file.ts";
import { fileKey, keyName } from "./file-key.ts";

import { type CachedMod, packMod, unpackMod } from "./record.ts";

const part = fc.integer({ min: 0, max: 65_535 });
const name = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9_ .-]{0,20}[A-Za-z0-9_-]$/).filter(isSafeName);
const dependency = fc.oneof(fc.constantFrom("base", "? other", "__proto__", "! x"), fc.string({ maxLength: 30 }));

const release = (mod: string): fc.Arbitrary<Release> =>
  fc
    .record({
      parts: fc.tuple(part, part, part),
      padded: fc.boolean(),
      line: fc.constantFrom("0.14.22", "1.1", "2.0"),
      dependencies: fc.option(fc.array(dependency, { maxLength: 6 }), { nil: undefined }),
      sha1: fc.option(fc.stringMatching(/^[0-9a-f]{40}$/), { nil: undefined }),
      id: fc.stringMatching(/^[0-9a-f]{24}$/),
      encoded: fc.boolean(),
      oddFile: fc.boolean(),
    })
    .map(({ parts, padded, line, dependencies, sha1, id, encoded, oddFile }) => {
      const text = `${parts[0]}.${parts[1]}.${padded ? "0" : ""}${parts[2]}`;
      return {
        version: readVersion(text) as NonNullable<ReturnType<typeof readVersion>>,
        factorioVersion: line,
        dependencies,
        fileName: oddFile ? `${mod}_${parts.join(".")}.zip` : `${mod}_${text}.zip`,
        sha1: sha1 === undefined ? undefined : parseSha1(sha1),
        download: `/download/${encoded ? encodeURIComponent(mod) : mod}/${id}`,
        releasedAt: "2026-01-02T03:04:05.000000Z",
      };
    });

const cachedMod: fc.Arbitrary<{ name: string; cached: CachedMod }> = name.chain((mod) =>
  fc
    .record({
      title: fc.option(fc.string(), { nil: undefined }),
      deprecated: fc.boolean(),
      releases: fc.array(release(mod), { maxLength: 5 }),
      absent: fc.boolean(),
    })
    .map(({ title, deprecated, releases, absent }) => {
      const info: ModInfo = {
        name: mod,
        ...(title === undefined ? {} : { title }),
        ...(deprecated ? { deprecated } : {}),
        releases,
      };
      return { name: mod, cached: { info: absent ? undefined : info, fingerprint: "print" } };
    }),
);

describe("a record", () => {
  test("unpacks to what was packed", () => {
    fc.assert(
      fc.property(cachedMod, ({ name: mod, cached }) => {
        expect(unpackMod(mod, packMod(mod, cached))).toEqual(cached);
      }),
    );
  });

  test("keeps each dependency text and each list of them once", () => {
    const strings = Array.from({ length: 50 }, (_, at) => `some-dependency-${at} >= 1.0.0`);
    const releases = Array.from(
      { length: 100 },
      (_, at): Release => ({
        version: readVersion(`1.0.${at}`) as NonNullable<ReturnType<typeof readVersion>>,
        factorioVersion: "2.0",
        dependencies: strings,
        fileName: `lamp-post_1.0.${at}.zip`,
        sha1: parseSha1("a".repeat(40)),
        download: `/download/lamp-post/${"0".repeat(24)}`,
        releasedAt: "2026-01-02T03:04:05.000000Z",
      }),
    );
    const text = packMod("lamp-post", { info: { name: "lamp-post", releases }, fingerprint: "" });
    expect(text.length).toBeLessThan(100 * 140 + 50 * 40);
  });

  test("of another mod is refused", () => {
    const text = packMod("lamp-post", { info: undefined, fingerprint: "" });
    expect(() => unpackMod("Lamp-post", text)).toThrow();
  });
});

describe("a file of the cache", () => {
  test("is noticed when any byte of it changed, or its end is missing", async () => {
    const path = join(await temporaryFolder(), "file.json");
    const text = packMod("lamp-post", { info: { name: "lamp-post", releases: [] }, fingerprint: "print" });
    expect(writeChecked(path, text)).toBe(true);
    expect(readChecked(path)).toBe(text);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] as number) ^ 0x01;
      writeFileSync(path, damaged);
      expect(readChecked(path)).toBeUndefined();
      writeFileSync(path, bytes.subarray(0, at));
      expect(readChecked(path)).toBeUndefined();
    }
    writeFileSync(path, Buffer.concat([bytes, Buffer.from(" ")]));
    expect(readChecked(path)).toBeUndefined();
  });

  test("that cannot be written stops nothing and leaves nothing", async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, "mods"), "a file where a folder should be");
    expect(writeChecked(join(folder, "mods", "x.json"), "text")).toBe(false);
    mkdirSync(join(folder, "y.json"));
    writeChecked(join(folder, "y.json"), "text");
    expect(readdirSync(folder).sort()).toEqual(["mods", "y.json"]);
  });
});

describe("a file name of the cache", () => {
  test("leads back to the mod's name", () => {
    fc.assert(
      fc.property(name, (mod) => {
        expect(keyName(fileKey(mod))).toBe(mod);
      }),
    );
  });

  test("is shared by no two names, on no file system", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        fc.pre(a !== b);
        expect(fileKey(a).toLowerCase()).not.toBe(fileKey(b).toLowerCase());
      }),
    );
    expect(fileKey("FLib").toLowerCase()).not.toBe(fileKey("flib").toLowerCase());
  });
});

test("portals do not share answers, and twins in capitals do not either", async () => {
  const directory = await temporaryFolder();
  const one = openCache(directory, "https://mods.factorio.com");
  const two = openCache(directory, "http://127.0.0.1:8080");
  const mod = (title: string): CachedMod => ({ info: { name: title, releases: [] }, fingerprint: title });
  one.write("flib", mod("flib"));
  one.write("FLib", mod("FLib"));
  two.write("Flib", mod("Flib"));
  expect(one.read("flib")?.fingerprint).toBe("flib");
  expect(one.read("FLib")?.fingerprint).toBe("FLib");
  expect(one.read("Flib")).toBeUndefined();
  expect(one.names().sort()).toEqual(["FLib", "flib"]);
  expect(two.names()).toEqual(["Flib"]);
});

describe("a fingerprint", () => {
  const releases = ["1.0.0", "1.1.0", "2.0.0"].map((version) => wireRelease("lamp-post", version, ["base"]));
  const print = fingerprint(wireMod("lamp-post", releases));

  test("does not depend on the order, nor on what the name list leaves out", () => {
    const listed = releases.map((item) => ({ ...item, info_json: { factorio_version: "2.0" } })).reverse();
    expect(fingerprint({ releases: listed })).toBe(print);
  });

  test("changes with a release that is new, gone, or uploaded again", () => {
    const again = releases.map((item) => ({ ...item, sha1: "b".repeat(40) }));
    for (const others of [[...releases, wireRelease("lamp-post", "2.0.1")], releases.slice(1), again]) {
      expect(fingerprint({ releases: others })).not.toBe(print);
    }
  });

  test("of a list is that of the full answer, whatever odd releases both have", () => {
    const broken = [null, 5, { version: "1.0.0" }, { ...releases[0], version: 1 }, { ...releases[0], info_json: null }];
    const raw = { ...wireMod("lamp-post", []), releases: [...broken, ...releases, { ...releases[0], sha1: 5 }] };
    const full = decodeMod(raw, () => {});
    const listed = listFingerprints({ results: [null, { name: 5 }, { name: "without-releases" }, raw] });
    expect([...(listed ?? [])]).toEqual([["lamp-post", full && fingerprint(full)]]);
    for (const odd of [null, 5, [], {}, { results: {} }]) expect(listFingerprints(odd)).toBeUndefined();
  });
});
