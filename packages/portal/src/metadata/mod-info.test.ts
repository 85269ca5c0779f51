import { existsSync, readFileSync } from "node:fs";
import type { Warning } from "@factorio-lock/core";
import { describe, expect, test } from "vitest";
import { wireMod, wireRelease } from "../../testing/server.ts";
import { decodeMod } from "../wire/decode.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import { modInfo } from "./mod-info.ts";

const NAME = "lamp-post";
const GOOD = wireRelease(NAME, "1.0.0", ["base", "? other"]);

describe("a release in core's words", () => {
  test("keeps every text word for word", () => {
    const release = { ...wireRelease(NAME, "0.1.01", ["base>=2.0"]), file_name: "lamp-post_0.1.01.zip" };
    expect(modInfo(wireMod(NAME, [release])).releases[0]).toEqual({
      version: { text: "0.1.01", packed: 65_537 },
      factorioVersion: "2.0",
      dependencies: ["base>=2.0"],
      fileName: "lamp-post_0.1.01.zip",
      sha1: release.sha1,
      download: release.download_url,
      releasedAt: release.released_at,
    });
  });

  test("absent and empty dependencies are distinguished", () => {
    const releases = [wireRelease(NAME, "1.0.0"), wireRelease(NAME, "1.0.1", [])];
    expect(modInfo(wireMod(NAME, releases)).releases.map(({ dependencies }) => dependencies)).toEqual([undefined, []]);
  });

  test("one without a SHA-1 stays, so that nobody takes it for withdrawn", () => {
    const { sha1: _, ...rest } = GOOD;
    expect(modInfo(wireMod(NAME, [rest])).releases[0]?.sha1).toBeUndefined();
  });

  test.each([
    ["lamp-post_1.0.0.zip", "lamp-post_1.0.0.zip"],
    ["lamp-post_1.0.zip", "lamp-post_1.0.zip"],
    ["00 lamp-post_1.0.0.zip", "lamp-post_1.0.0.zip"],
    ["lamp-post-1.0.0.zip", "lamp-post_1.0.0.zip"],
    ["lamp-post_1.0.1.zip", "lamp-post_1.0.0.zip"],
    ["Lamp-post_1.0.0.zip", "lamp-post_1.0.0.zip"],
  ])("the file %s lies on disk as %s", (file_name, expected) => {
    expect(modInfo(wireMod(NAME, [{ ...GOOD, file_name }])).releases[0]?.fileName).toBe(expected);
  });
});

describe("a hostile release is left out with a warning", () => {
  const bad: readonly [string, object][] = [
    ["a version with a path", { version: "1.0.0/../../x" }],
    ["a version with words", { version: "1.0.0-beta" }],
    ["a version that is too large", { version: "1.65536.0" }],
    ["a version of 100 digits", { version: `1.${"0".repeat(100)}` }],
    ["a SHA-1 that is none", { sha1: "../../etc/passwd" }],
    ["a SHA-1 that is too short", { sha1: "abc" }],
    ["a file name with a path", { file_name: "../lamp-post_1.0.0.zip" }],
    ["a file name with a path of Windows", { file_name: "..\\lamp-post_1.0.0.zip" }],
    ["a file name with a zero byte", { file_name: "lamp-post_1.0.0.zip\0.zip" }],
    ["a file name with a line break", { file_name: "lamp\npost_1.0.0.zip" }],
    ["a file name that turns the reading direction", { file_name: "lamp\u202Epost_1.0.0.zip" }],
    ["a file name of another kind", { file_name: "lamp-post_1.0.0.exe" }],
    ["an absolute address", { download_url: "https://evil.example/download/lamp-post/5ede2462a9868c000d81477f" }],
    ["an address without a scheme", { download_url: "//evil.example/download/lamp-post/5ede2462a9868c000d81477f" }],
    ["another mod's address", { download_url: "/download/other-mod/5ede2462a9868c000d81477f" }],
    ["an address that climbs", { download_url: "/download/lamp-post/../../api" }],
    ["an address with a query", { download_url: "/download/lamp-post/5ede2462a9868c000d81477f?next=x" }],
    ["an address that hides a slash", { download_url: "/download/lamp-post%2F..%2Fx/5ede2462a9868c000d81477f" }],
    ["a broken escape", { download_url: "/download/lamp-post%/5ede2462a9868c000d81477f" }],
    ["a date that is none", { released_at: "yesterday" }],
    ["a game version that is none", { info_json: { factorio_version: "newest" } }],
  ];
  test.each(bad)("%s", (_, change) => {
    const warnings: Warning[] = [];
    const info = modInfo(wireMod(NAME, [GOOD, { ...GOOD, ...change }]), (warning) => warnings.push(warning));
    expect(info.releases.map(({ version }) => version.text)).toEqual(["1.0.0"]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ code: "PORTAL_ODD_ANSWER", mod: NAME });
    expect(warnings[0]?.message).not.toMatch(/\p{C}/u);
  });
});

const data = new URL("../../../../../shared/data/portal.jsonl", import.meta.url);

test.skipIf(!existsSync(data))(
  "every mod of the real data is decoded with nothing lost (skipped where it is absent)",
  () => {
    const warnings: Warning[] = [];
    const counts = { mods: 0, releases: 0, dependencies: 0, renamed: 0 };
    for (const line of readFileSync(data, "utf8").trimEnd().split("\n")) {
      const raw = JSON.parse(line) as PortalMod;
      const mod = decodeMod(raw, (warning) => warnings.push(warning));
      const info = mod && modInfo(mod, (warning) => warnings.push(warning));
      expect(info?.name).toBe(raw.name);
      expect(info?.title).toBe(raw.title);
      expect(info?.releases).toHaveLength(raw.releases.length);
      counts.mods += 1;
      for (const [at, release] of (info?.releases ?? []).entries()) {
        const listed = raw.releases[at];
        expect([
          release.version.text,
          release.factorioVersion,
          release.sha1,
          release.download,
          release.releasedAt,
        ]).toEqual([
          listed?.version,
          listed?.info_json.factorio_version,
          listed?.sha1,
          listed?.download_url,
          listed?.released_at,
        ]);
        expect(release.dependencies).toEqual(listed?.info_json.dependencies);
        counts.releases += 1;
        counts.dependencies += release.dependencies?.length ?? 0;
        if (release.fileName !== listed?.file_name) counts.renamed += 1;
      }
    }
    console.log("portal.jsonl:", counts, "warnings:", warnings.length);
    expect(warnings).toEqual([]);
    expect(counts.mods).toBeGreaterThan(3000);
  },
);
