import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseVersion } from "../version/version.ts";
import { candidates } from "./candidates.ts";
import type { Release } from "./release.ts";
import { parseSha1 } from "./sha1.ts";

function release(version: string, more: Partial<Release> = {}): Release {
  const read = parseVersion(version);
  if (!read) throw new Error(version);
  return {
    version: read,
    factorioVersion: "2.0",
    dependencies: [],
    fileName: `tin-whistle_${version}.zip`,
    sha1: parseSha1("0".repeat(40)),
    download: `/download/tin-whistle/${version}`,
    releasedAt: "2026-01-01T00:00:00.000000Z",
    ...more,
  };
}

const LINE = { major: 2, minor: 0 };
const versionsOf = (releases: readonly Release[], line = LINE) =>
  candidates({ name: "tin-whistle", releases }, line).map((release) => release.version.text);

describe("the releases that may be chosen (R1)", () => {
  it("are ordered by version as numbers, not by position or date", () => {
    const releases = [
      release("1.10.0", { releasedAt: "2024-01-01T00:00:00.000000Z" }),
      release("1.9.0", { releasedAt: "2026-01-01T00:00:00.000000Z" }),
      release("0.9.99"),
    ];
    expect(versionsOf(releases)).toEqual(["0.9.99", "1.9.0", "1.10.0"]);
  });

  it("are made for the line, a third number ignored", () => {
    const releases = ["2.0", "2.0.33", "2.1", "1.1", "20.0", "2", ""].map((factorioVersion, at) =>
      release(`1.0.${at}`, { factorioVersion }),
    );
    expect(versionsOf(releases)).toEqual(["1.0.0", "1.0.1"]);
  });

  it("for 0.18 also serve 1.0, and not the other way round", () => {
    const releases = ["0.18", "0.18.47", "1.0", "1.1", "0.17"].map((factorioVersion, at) =>
      release(`1.0.${at}`, { factorioVersion }),
    );
    expect(versionsOf(releases, { major: 1, minor: 0 })).toEqual(["1.0.0", "1.0.1", "1.0.2"]);
    expect(versionsOf(releases, { major: 0, minor: 18 })).toEqual(["1.0.0", "1.0.1"]);
    expect(versionsOf(releases, { major: 1, minor: 1 })).toEqual(["1.0.3"]);
  });

  it("have a SHA-1", () => {
    expect(versionsOf([release("1.0.0", { sha1: undefined }), release("0.9.0")])).toEqual(["0.9.0"]);
  });

  it("of equal versions: the one released later", () => {
    const early = release("0.1.01", { releasedAt: "2025-01-01T00:00:00.000000Z" });
    const late = release("0.1.1", { releasedAt: "2025-01-02T00:00:00.000000Z" });
    expect(versionsOf([early, late])).toEqual(["0.1.1"]);
    expect(versionsOf([late, early])).toEqual(["0.1.1"]);
    expect(versionsOf([early, { ...late, sha1: undefined }])).toEqual(["0.1.01"]);
    expect(versionsOf([early, { ...late, factorioVersion: "2.1" }])).toEqual(["0.1.01"]);
  });

  it("compare time stamps as times, with and without a fraction of a second", () => {
    const whole = release("0.1.01", { releasedAt: "2025-01-01T00:00:00Z" });
    const half = release("0.1.1", { releasedAt: "2025-01-01T00:00:00.500000Z" });
    expect(versionsOf([whole, half])).toEqual(["0.1.1"]);
    expect(versionsOf([half, whole])).toEqual(["0.1.1"]);
  });

  it("law: do not depend on the order in which the portal lists them", () => {
    const some = fc.record({
      version: fc.constantFrom("1.0.0", "1.0", "1.00.0", "1.0.1", "0.9.0"),
      releasedAt: fc.constantFrom("2025-01-01T00:00:00Z", "2025-01-01T00:00:00.100000Z", "2024-01-01T00:00:00Z", "?"),
      id: fc.constantFrom("a", "b"),
    });
    const listed = fc.array(
      some.map(({ version, id, releasedAt }) =>
        release(version, { releasedAt, download: `/download/tin-whistle/${version}${id}` }),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        listed.chain((releases) =>
          fc.tuple(fc.constant(releases), fc.shuffledSubarray(releases, { minLength: releases.length })),
        ),
        ([releases, shuffled]) => {
          expect(candidates({ name: "a", releases: shuffled }, LINE)).toEqual(
            candidates({ name: "a", releases }, LINE),
          );
        },
      ),
    );
  });
});
