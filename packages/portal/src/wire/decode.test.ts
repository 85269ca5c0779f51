import { expect, test } from "vitest";
import { decodeList, decodeMod, decodeSearch } from "./decode.ts";

const LONG = "x".repeat(100_000);
const CUT = "x".repeat(4_000);
const ignore = () => {};

test("texts of one line are cut to a length that can be shown, and never in the midst of a character", () => {
  const mod = { name: "lamp-post", title: `x${"\u{1f4a1}".repeat(50_000)}`, owner: LONG, summary: LONG, tags: [LONG] };
  const decoded = decodeMod({ ...mod, releases: [] }, ignore);
  expect(decoded).toMatchObject({ owner: CUT, summary: CUT, tags: [CUT] });
  expect(decoded?.title).toBe(`x${"\u{1f4a1}".repeat(1_999)}`);
  expect(decodeList({ results: [mod] }, ignore)?.results[0]).toMatchObject({ owner: CUT, summary: CUT });
  const found = { ...mod, latest_release_version: LONG, factorio_versions: [LONG] };
  expect(decodeSearch({ results: [found] })?.results[0]).toMatchObject({
    owner: CUT,
    latest_release_version: CUT,
    factorio_versions: [CUT],
  });
});

test("of texts of many lines only the lines of a changelog are cut", () => {
  const changelog = `Version: 1.0.0\n  - ${LONG}\n  - short`;
  const license = { id: "custom_1", name: "L", title: "L", description: LONG, url: "" };
  const decoded = decodeMod({ name: "lamp-post", changelog, description: LONG, faq: LONG, license }, ignore);
  expect(decoded?.changelog).toBe(`Version: 1.0.0\n${`  - ${LONG}`.slice(0, 4_000)}\n  - short`);
  expect(decoded).toMatchObject({ description: LONG, faq: LONG, license });
});

test("a name that is too long is none, not another one", () => {
  expect(decodeMod({ name: LONG }, ignore)).toBeUndefined();
  expect(decodeSearch({ results: [{ name: LONG }] })?.results).toEqual([]);
});
