import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatLockfile } from "./lockfile/format-lockfile.ts";
import { parseLockfile } from "./lockfile/parse-lockfile.ts";
import { staleReasons } from "./lockfile/stale-reasons.ts";
import { MANIFEST_KEYS, parseManifest } from "./manifest/parse-manifest.ts";
import { isRangeFault, parseRange } from "./version/range.ts";

const manifestDoc = read("manifest.md");
const lockfileDoc = read("lockfile.md");

function read(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
}

function blocks(doc: string, language: string): string[] {
  return [...doc.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap((match) =>
    match[1] === language ? [match[2] as string] : [],
  );
}

describe("docs/manifest.md", () => {
  test("has examples, and each of them is a manifest", () => {
    const examples = blocks(manifestDoc, "yaml");
    expect(examples).toHaveLength(2);
    for (const example of examples) expect(parseManifest(example, "mods.yaml").mods.size).toBeGreaterThan(0);
  });

  test("describes every key", () => {
    for (const key of MANIFEST_KEYS) expect(manifestDoc).toMatch(new RegExp(`^- \`${key}\`: `, "m"));
  });

  test("each range of the table is one", () => {
    const ranges = [...manifestDoc.matchAll(/^\| `"([^`]+)"` +\|/gm)].map((match) =>
      (match[1] as string).replaceAll("\\|", "|"),
    );
    expect(ranges.length).toBeGreaterThan(7);
    for (const range of ranges) expect(isRangeFault(parseRange(range)), range).toBe(false);
  });

  test("shows an error as it is", () => {
    const [shown = ""] = blocks(manifestDoc, "text");
    const [example = ""] = blocks(manifestDoc, "yaml");
    const [message, hint] = shown.trim().split("\n\nhint: ");
    const act = (): unknown => parseManifest(example.replace('">= 1.3.20"', ">= 1.3.20"), "mods.yaml");
    expect(act).toThrow(expect.objectContaining({ message, hint }));
  });
});

describe("docs/lockfile.md", () => {
  test("has an example, which is a lockfile in our own form, and fresh", async () => {
    const [example = ""] = blocks(lockfileDoc, "yaml");
    const lock = await parseLockfile(example, "mods.lock");
    expect(formatLockfile(lock)).toBe(example);
    const manifest = parseManifest(
      'factorio: "2.0"\nmods:\n  belt-painter: "*"\n  my-own-mod: { path: ../my-own-mod }\n',
      "mods.yaml",
    );
    expect(staleReasons(manifest, lock)).toEqual([]);
  });
});
