import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatModPack, parseModPack } from "./format-mod-pack.ts";
import { type ModPack, modPackOf } from "./mod-pack.ts";

const PACK: ModPack = {
  name: "Fridays",
  description: "What we play on Fridays.",
  factorio: "2.0.72",
  mods: [
    { name: "base", enabled: true, version: "2.0.72" },
    { name: "gear-box", enabled: false, version: "1.2.3", sha1: "0".repeat(40) },
  ],
  settings: { startup: { loud: true, size: "2K" }, "runtime-global": { hue: { r: 0.5, g: 0, b: 1, a: 1 } } },
};

test("what is written is read again, with blanks around it", async () => {
  expect(await parseModPack(` ${formatModPack(PACK)}\r\n`)).toEqual(PACK);
});

test("is read leniently: what is no mod and no setting is left out", () => {
  expect(
    modPackOf({
      factorio_version: "2.0",
      mods: [null, { name: "a" }, { name: "b", version: "1.0.0" }],
      settings: { startup: { bad: { value: [1] }, none: {}, bright: { value: { r: 2 } }, good: { value: 1 } } },
    }),
  ).toEqual({
    name: "",
    description: "",
    factorio: "2.0",
    mods: [{ name: "b", enabled: true, version: "1.0.0" }],
    settings: { startup: { good: 1 }, "runtime-global": {} },
  });
});

test("what unpacks to very much, or to no JSON, is none", async () => {
  expect(await parseModPack(deflateSync(Buffer.alloc(64 * 2 ** 20, " ")).toString("base64"))).toBeUndefined();
  expect(await parseModPack(deflateSync("mods").toString("base64"))).toBeUndefined();
  expect(await parseModPack(deflateSync('{"mods":[]}').toString("base64"))).toBeUndefined();
});

test("law: any text is a mod pack or none", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.base64String()), async (text) => {
      expect(await parseModPack(text)).toBeUndefined();
    }),
  );
});
