import { type ModInfo, parseManifest, parseVersion, type Release } from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import { expect, test } from "vitest";
import { createGuess } from "./guess.ts";
import { requestOf } from "./solve.ts";

const MANIFEST = 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n';

function mod(name: string, versions: readonly string[], dependencies: readonly string[] = ["base"]): ModInfo {
  const releases = versions.map((text): Release => {
    const version = parseVersion(text);
    if (!version) throw new Error(text);
    const fileName = `${name}_${text}.zip`;
    const download = `/download/${name}/${"0".repeat(24)}`;
    const releasedAt = "2026-01-01T00:00:00.000000Z";
    const sha1 = "0".repeat(40) as Release["sha1"];
    return { version, factorioVersion: "2.0", dependencies, fileName, sha1, download, releasedAt };
  });
  return { name, releases };
}

const MASTS = mod("tall-masts", ["1.0.0"], ["base", "gear-lib >= 1.0.0"]);
const GEARS = mod("gear-lib", ["1.0.0", "1.1.0"]);

/** The content of the cache, and that of the portal. */
function metadataOf(cached: readonly ModInfo[], current: readonly ModInfo[]): Metadata {
  const find = (mods: readonly ModInfo[], name: string) => mods.find((info) => info.name === name);
  return {
    recall: (name) => (find(cached, name) ? { info: find(cached, name) } : undefined),
    get: async (name) => find(current, name),
    prefetch: () => {},
    refresh: async () => {},
    changelog: async () => undefined,
    licence: async () => undefined,
    names: () => [],
    namesLike: async () => [],
    unsafeReleases: () => [],
    warnings: () => [],
  };
}

async function outcome(cached: readonly ModInfo[], current: readonly ModInfo[]) {
  const request = requestOf(
    parseManifest(MANIFEST, "mods.yaml"),
    { pathMods: new Map(), installed: undefined },
    undefined,
    {},
  );
  const guess = createGuess(request, metadataOf(cached, current), new AbortController().signal);
  guess.begin();
  const found = await guess.confirmed();
  if (!found) return undefined;
  return "error" in found
    ? found.error
    : found.selection.mods.map(({ name, release }) => `${name} ${release.version.text}`);
}

test("what the cache leads to is the answer where nothing is new", async () => {
  expect(await outcome([MASTS, GEARS], [MASTS, GEARS])).toEqual(["gear-lib 1.1.0", "tall-masts 1.0.0"]);
});

test("so is a failure", async () => {
  const old = mod("gear-lib", ["0.9.0"]);
  expect(await outcome([MASTS, old], [MASTS, old])).toMatchObject({ code: "NO_SOLUTION" });
});

test("news of any mod that it was found from makes it worthless", async () => {
  const newer = mod("gear-lib", ["1.0.0", "1.1.0", "1.2.0"]);
  expect(await outcome([MASTS, GEARS], [MASTS, newer])).toBeUndefined();
  expect(await outcome([MASTS, GEARS], [MASTS])).toBeUndefined();
});

test("it is not made from a part", async () => {
  expect(await outcome([MASTS], [MASTS, GEARS])).toBeUndefined();
  expect(await outcome([], [MASTS, GEARS])).toBeUndefined();
});

test("without a beginning there is none", async () => {
  const request = requestOf(
    parseManifest(MANIFEST, "mods.yaml"),
    { pathMods: new Map(), installed: undefined },
    undefined,
    {},
  );
  const guess = createGuess(request, metadataOf([MASTS, GEARS], [MASTS, GEARS]), new AbortController().signal);
  expect(await guess.confirmed()).toBeUndefined();
});
