import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolve } from "../../testing/ask.ts";
import { sha1, version } from "../../testing/documents.ts";
import { hasSharedData, portalLines, SHARED_DATA } from "../../testing/shared-data.ts";
import { FactorioLockError } from "../error.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";
import type { ModInfo } from "../mod/release.ts";
import { parseSha1 } from "../mod/sha1.ts";
import type { ModInfoSource } from "../solver/request/request.ts";
import { readVersion } from "../version/version.ts";
import { formatLockfile } from "./format-lockfile.ts";
import type { Lockfile } from "./lockfile.ts";
import { lockedReleases, lockfileFrom } from "./lockfile-from.ts";
import { mergeLockfiles } from "./merge-lockfiles.ts";
import { parseLockfile } from "./parse-lockfile.ts";
import { staleReasons } from "./stale-reasons.ts";

/** The lockfile for a manifest; undefined if there is no solution. */
async function lock(
  asked: Manifest,
  mods: ReadonlyMap<string, ModInfo>,
  before?: Lockfile,
): Promise<Lockfile | undefined> {
  const source: ModInfoSource = { get: async (name) => mods.get(name) };
  const request = { game: asked.factorio, expansion: asked.expansion, requirements: asked.mods };
  try {
    const selection = await resolve({ ...request, ...(before ? { locked: lockedReleases(before) } : {}) }, source);
    return lockfileFrom(asked, selection);
  } catch (error) {
    if (error instanceof FactorioLockError && ["NO_SOLUTION", "MOD_NOT_FOUND", "UNSAFE_NAME"].includes(error.code))
      return undefined;
    throw error;
  }
}

const NAMES = ["ants", "belts", "clocks", "drills", "elms", "ferns"];

const anyDependency = fc
  .record({
    kind: fc.constantFrom("", "", "", "~ ", "? ", "(?) ", "+ ", "! "),
    name: fc.constantFrom(...NAMES, "base", "quality"),
    operator: fc.constantFrom("", "", " >= ", " < ", " = "),
    minor: fc.nat(3),
  })
  .map(
    ({ kind, name, operator, minor }) =>
      `${kind}${name}${operator === "" ? "" : `${operator}${name === "base" ? "2" : "1"}.${minor}`}`,
  );

const anyMods = fc
  .array(fc.array(fc.array(anyDependency, { maxLength: 3 }), { minLength: 1, maxLength: 4 }), {
    minLength: 3,
    maxLength: NAMES.length,
  })
  .map((table) => {
    const infos = table.map((releases, at): [string, ModInfo] => {
      const name = NAMES[at] as string;
      const info = releases.map((dependencies, minor) => ({
        version: version(`1.${minor}.0`),
        factorioVersion: "2.0",
        dependencies,
        fileName: `${name}_1.${minor}.0.zip`,
        sha1: sha1(String(minor)),
        download: `/download/${name}/${minor}`,
        releasedAt: `2026-01-0${minor + 1}T00:00:00Z`,
      }));
      return [name, { name, releases: info }];
    });
    return new Map(infos);
  });

const anyManifest = fc
  .record({
    names: fc.subarray(NAMES.slice(0, 3), { minLength: 1 }),
    refused: fc.subarray(NAMES.slice(3), { maxLength: 1 }),
    range: fc.constantFrom('"*"', '"*"', '">= 1.1"', '"< 1.2"'),
    expansion: fc.boolean(),
  })
  .map(({ names, refused, range, expansion }) => {
    const mods = [...names.map((name) => `  ${name}: ${range}\n`), ...refused.map((name) => `  ${name}: false\n`)];
    return parseManifest(`factorio: "2.0"\nexpansion: ${expansion}\nmods:\n${mods.join("")}`, "mods.yaml");
  });

describe("a lockfile of what the solver chose", () => {
  test("law: it reads back the same, and is fresh for its manifest", async () => {
    let solved = 0;
    await fc.assert(
      fc.asyncProperty(anyMods, anyManifest, async (mods, asked) => {
        const locked = await lock(asked, mods);
        if (!locked) return;
        solved++;
        const read = await parseLockfile(formatLockfile(locked), "mods.lock");
        expect(read).toEqual(locked);
        expect(staleReasons(asked, read)).toEqual([]);
        // Resolved again from itself, nothing changes.
        const again = await lock(asked, mods, read);
        expect(again && formatLockfile(again)).toBe(formatLockfile(locked));
      }),
      { numRuns: 300 },
    );
    expect(solved).toBeGreaterThan(50);
  });

  test("law: two merged, resolved again, are fresh", async () => {
    let solved = 0;
    await fc.assert(
      fc.asyncProperty(anyMods, anyManifest, anyManifest, async (mods, ours, theirs) => {
        const [one, other] = [await lock(ours, mods), await lock(theirs, mods)];
        if (!one || !other) return;
        const asked = {
          ...ours,
          mods: new Map([...ours.mods, ...theirs.mods]),
          expansion: ours.expansion || theirs.expansion,
        };
        const fresh = await lock(asked, mods);
        const merged = await lock(asked, mods, mergeLockfiles(one, other));
        expect(merged === undefined).toBe(fresh === undefined);
        if (!merged) return;
        solved++;
        expect(staleReasons(asked, merged)).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(solved).toBeGreaterThan(30);
  });

  // Where this is skipped, the folder ../shared with real data is not next to the repository.
  test.skipIf(!hasSharedData)("real mod lists are fresh as soon as they are locked", async () => {
    const mods = new Map(
      portalLines().map(({ name, releases }) => {
        const read = releases.flatMap((release) => {
          const read = readVersion(release.version);
          const { info_json: info, file_name: fileName, download_url: download, released_at: releasedAt } = release;
          const rest = {
            factorioVersion: info.factorio_version,
            dependencies: info.dependencies,
            sha1: parseSha1(release.sha1),
          };
          return read ? [{ version: read, fileName, download, releasedAt, ...rest }] : [];
        });
        return [name, { name, releases: read }] as const;
      }),
    );
    let solved = 0;
    const lists = readFileSync(new URL("modlists.jsonl", SHARED_DATA), "utf8")
      .split("\n")
      .slice(0, process.env["LONG"] ? 200 : 30);
    for (const line of lists) {
      if (line === "") continue;
      const list = JSON.parse(line) as { factorio: string; expansion: boolean; builtin: string[]; mods: string[] };
      const lines = [...list.mods, ...list.builtin].map((name) => `  ${JSON.stringify(name)}: "*"\n`);
      const head = `factorio: "${list.factorio}"\nexpansion: ${list.expansion}\nmods:\n`;
      const asked = parseManifest(`${head}${lines.join("")}`, "mods.yaml");
      const locked = await lock(asked, mods);
      if (!locked) continue;
      solved++;
      expect(staleReasons(asked, await parseLockfile(formatLockfile(locked), "mods.lock"))).toEqual([]);
    }
    expect(solved).toBeGreaterThan(lists.length / 4);
  });
});
