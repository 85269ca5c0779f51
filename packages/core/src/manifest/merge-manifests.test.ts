import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyModName } from "../../testing/documents.ts";
import { editManifest } from "./edit-manifest.ts";
import type { ManifestEdit } from "./manifest-edit.ts";
import { mergeManifests } from "./merge-manifests.ts";
import { parseManifest } from "./parse-manifest.ts";

const BASE = `# our server
factorio: 2.0   # stable
mods:
  # libraries
  belt-tools: "*"        # do not remove
  tall-lamps: '^0.4.0'
`;

const merge = (ours: string, theirs: string, base = BASE) => mergeManifests({ base, ours, theirs }, "mods.yaml");
const merged = (ours: string, theirs: string, base = BASE): string => {
  const found = merge(ours, theirs, base);
  if (found.kind !== "merged") throw new Error(`a conflict of ${found.keys.join(", ")}`);
  return found.text;
};
const put = (line: string, before: string, text = BASE): string => text.replace(before, `${line}\n${before}`);

describe("mergeManifests", () => {
  test("two mods on one line each, at one place, come together, with the comments of both", () => {
    const ours = put('  ore-painter: "*" # ours', "  tall-lamps");
    const theirs = put('  # theirs, above\n  pipe-dream: ">= 1.0"   # theirs', "  tall-lamps");
    expect(merged(ours, theirs)).toBe(
      put('  ore-painter: "*" # ours\n  # theirs, above\n  pipe-dream: ">= 1.0"   # theirs', "  tall-lamps"),
    );
  });

  test("a removed mod and a changed neighbour", () => {
    const ours = BASE.replace('  belt-tools: "*"        # do not remove\n', "");
    const theirs = BASE.replace("'^0.4.0'", "'^0.5.0'");
    expect(merged(ours, theirs)).toBe(ours.replace("'^0.4.0'", "'^0.5.0'"));
    expect(merged(theirs, ours)).toBe(ours.replace("'^0.4.0'", "'^0.5.0'"));
  });

  test("other keys, tables in tables, and a mod with a table", () => {
    const ours = `${BASE}settings:\n  startup:\n    a: 1\n`;
    const theirs = `${BASE}  own:\n    path: ../own\nexpansion: true\nsettings:\n  startup:\n    b: true # why\n`;
    const text = merged(ours, theirs);
    expect(parseManifest(text, "")).toMatchObject({ expansion: true, settings: { startup: { a: 1, b: true } } });
    expect([...parseManifest(text, "").mods.keys()]).toEqual(["belt-tools", "tall-lamps", "own"]);
    expect(text).toContain("b: true # why");
  });

  test("one mod that both changed, or one removed, is a conflict and is named", () => {
    const a = BASE.replace("^0.4.0", "^0.5.0");
    expect(merge(a, BASE.replace("^0.4.0", "^0.6.0"))).toEqual({ kind: "conflict", keys: ["mods.tall-lamps"] });
    expect(merge(a, BASE.replace("  tall-lamps: '^0.4.0'\n", ""))).toEqual({
      kind: "conflict",
      keys: ["mods.tall-lamps"],
    });
    expect(merge(a, BASE.replace("^0.4.0", "^0.5.0"))).toEqual({ kind: "merged", text: a });
    expect(merge(BASE.replace("2.0 ", "2.1 "), BASE.replace("2.0 ", "1.1 "))).toEqual({
      kind: "conflict",
      keys: ["factorio"],
    });
  });

  test("a comment that has no place is a conflict rather than lost", () => {
    const theirs = BASE.replace("# libraries", "# libraries, all of them needed");
    expect(merge(put('  ore-painter: "*"', "  tall-lamps"), theirs).kind).toBe("conflict");
  });

  test("a merge by lines is taken where it says the same, and not where it says something else", () => {
    const ours = put('  a: "*"', "  belt-tools");
    const theirs = `${BASE}  z: "*"\n`;
    const byLines = `${ours}  z: "*"\n# by lines\n`;
    expect(mergeManifests({ base: BASE, ours, theirs, byLines }, "")).toEqual({ kind: "merged", text: byLines });
    const wrong = mergeManifests({ base: BASE, ours, theirs, byLines: `${ours}  y: "*"\n` }, "");
    expect(wrong).toMatchObject({ kind: "merged", text: expect.stringContaining("  z:") });
  });

  test("a new file on both sides, braces, and CRLF", () => {
    expect(merged('factorio: "2.0"\nmods:\n  a: "*"\n', 'factorio: "2.0"\nmods:\n  b: "*"\n', "")).toBe(
      'factorio: "2.0"\nmods:\n  a: "*"\n  b: "*"\n',
    );
    const flow = 'factorio: "2.0"\nmods: { a: "1.0" }\n';
    expect(merged(flow.replace("{", '{ b: "1.0",'), flow.replace(" }", ', c: "1.0" }'), flow)).toBe(
      'factorio: "2.0"\nmods: { b: "1.0", a: "1.0", c: "1.0" }\n',
    );
    const crlf = BASE.replaceAll("\n", "\r\n");
    const text = merged(
      put('  ore-painter: "*"\r', "  tall-lamps", crlf),
      put('  pipe-dream: "*"\r', "  tall-lamps", crlf),
      crlf,
    );
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  test("a side that is no manifest is named", () => {
    expect(() => merge("mods: [", BASE)).toThrow(/our side/);
    expect(() => merge(BASE, "x: 1\n")).toThrow(/their side/);
  });

  test("law: a merge has what either side did, and is the same from both sides", () => {
    const anyEdit: fc.Arbitrary<ManifestEdit> = fc.oneof(
      fc.record({
        kind: fc.constant("set-mod" as const),
        name: fc.oneof(anyModName, fc.constantFrom("belt-tools", "tall-lamps", "a", "z")),
        value: fc.constantFrom<string | false>("*", ">= 1.0", "1.2.3", false),
      }),
      fc.record({ kind: fc.constant("remove-mod" as const), name: fc.constantFrom("belt-tools", "tall-lamps") }),
      fc.record({ kind: fc.constant("set" as const), key: fc.constant("expansion" as const), value: fc.boolean() }),
    );
    const edits = fc.array(anyEdit, { maxLength: 4 });
    let clean = 0;
    fc.assert(
      fc.property(edits, edits, (first, second) => {
        const ours = editManifest(BASE, "", first);
        const theirs = editManifest(BASE, "", second);
        const one = merge(ours, theirs);
        const other = merge(theirs, ours);
        expect(other.kind).toBe(one.kind);
        if (one.kind !== "merged" || other.kind !== "merged") return;
        clean += 1;
        const [b, o, t, m, n] = [BASE, ours, theirs, one.text, other.text].map((text) => parseManifest(text, ""));
        expect(new Map(n?.mods)).toEqual(new Map(m?.mods));
        for (const name of new Set([...(o?.mods.keys() ?? []), ...(t?.mods.keys() ?? []), ...(b?.mods.keys() ?? [])])) {
          const [before, our, their] = [b, o, t].map((side) => JSON.stringify(side?.mods.get(name)));
          expect(JSON.stringify(m?.mods.get(name))).toBe(before === our ? their : our);
        }
      }),
    );
    expect(clean).toBeGreaterThan(20);
  });
});
