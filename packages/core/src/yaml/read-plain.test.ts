import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLockfile } from "../../testing/documents.ts";
import { formatLockfile } from "../lockfile/format-lockfile.ts";
import type { Fault } from "./fault.ts";
import type { YamlNode } from "./node.ts";
import { readPlainYaml } from "./read-plain.ts";
import { readYaml } from "./read-yaml.ts";

/** A tree without the ends of tables and lists, which the two readers place differently. */
function essence(node: YamlNode | undefined): unknown {
  if (node === undefined || node.kind === "scalar") return node;
  if (node.kind === "sequence") return { kind: node.kind, start: node.start, items: node.items.map(essence) };
  const entries = node.entries.map(({ key, value }) => [key, essence(value)]);
  return { kind: node.kind, flow: node.flow, start: node.start, entries };
}

function readWithLibrary(text: string): unknown {
  const faults: Fault[] = [];
  const root = readYaml(text, faults);
  expect(faults).toEqual([]);
  return essence(root);
}

const MANIFEST = `# The mods of this game.

factorio: "2.0" # a line
expansion: false
# Where the mods go.
modDirectory: ./my/mods

mods:
  tidy-belts: "*"  # any
  # "Exactly" this one.
  Ore Painter: ">= 1.3.20 # not a comment"
  lamp-post: ^0.4.0
  pipe-dream: 1.0.10
  my-own-mod: { path: ../my-own-mod } # ours
  other-mod: { path: "../other mod" }
settings:
  startup:
    a-b: true
    colour: { r: 1, g: 0.5, b: 'x', a: [1, "2", {}] }
    words: some words, 'quoted' & more
    number: -1.5
  runtime-global:
  - one
  - 'it''s'
  - two words
`;

describe("readPlainYaml", () => {
  test("reads tables, lists, texts and empty ones", () => {
    const text = '# head\na: 1\n\nb:\n  c: "x\\ty"\n  "d e": {}\n  f: { path: "../x" }\ng:\n  - "1"\n  - two\nh: []\n';
    expect(essence(readPlainYaml(text))).toEqual(readWithLibrary(text));
  });

  test("reads comments, paths and simple ranges", () => {
    const text =
      '# head\na: 1 # one\n  # between\n\nb: # table\n# at the margin\n  c: "x # y"  # z\n  d: ../x/y\n#\n' +
      "  e: { path: ./m.zip }   # here\n  f: ^1.2\n  g: ~0.4.0\nh:\n  # items\n  - /x\n # odd\n  - two # 2\n# end";
    expect(readPlainYaml(text)).toBeDefined();
    expect(essence(readPlainYaml(text))).toEqual(readWithLibrary(text));
  });

  test.each([
    "a: 'x'\n",
    "a: 'x # y'  # z\n",
    "a: 'it''s'\n",
    "a: ..\nb: ./x\n".replace("..", "1.."),
    "a:\n    b: 1\n    c: 2\nd: 3\n",
    "a:\n- b\n- c\nd: 1\n",
    "a:\n  b:\n  - x\n  c: 1\n",
    'a: "x" # "y"\n',
    "a:   1   \n   \n\nb: 2\n  # end",
    "\uFEFFa: 1\nb: 2\n",
    "\uFEFF\n# x\na: 1\n",
    "a: -1.5\nb: .5\nc: 1 - 2\nd: a text, with & more!\ne: < 2.0\nf: = 1.0\n",
    "a: { r: 1, g: 0.5, b: -1, 'x y': \"z\" }\n",
    "a: {path: ../x}\nb: [1, 'two', \"three\"]\nc: [ {a: 1}, [], [[x]] ] # d\n",
    "a: {}\nb: { }\nc: [ ]\n",
    "a: # c\n  b: 1\n",
  ])("reads %j as the YAML library does", (text) => {
    expect(readPlainYaml(text)).toBeDefined();
    expect(essence(readPlainYaml(text))).toEqual(readWithLibrary(text));
  });

  test.each([
    "",
    "a",
    " a: 1\n",
    "a:1\n",
    "a # x: y\n",
    "a: x#y\n",
    "a: x: y\n",
    "a: ~\n",
    "a: ..\n",
    "a:\nb: 1\n",
    "a: 1\na: 2\n",
    "a: { b: 1, b: 2 }\n",
    "a: { b: 1, }\n",
    "a: { b }\n",
    "a: { b:1 }\n",
    "a: { b: 1\n  }\n",
    "a: [x: y]\n",
    "a: [x y]\n",
    "a: 1\n  b: 2\n",
    "a:\n    b: 1\n  c: 2\n",
    "a:\n  - b\n  c: 1\n",
    "a:\n  - - b\n",
    "a:\n  - b: 1\n",
    "a: &x 1\n",
    "a: *x\n",
    "a: !x 1\n",
    "a: >= 1\n",
    "a: |\n  x\n",
    'a: "x\n  y"\n',
    'a: "x\\\n  y"\n',
    'a: "x"y\n',
    "a: 'x'y\n",
    'a: "\\q"\n',
    "a: \tx\n",
    "- a\n",
    "---\na: 1\n",
    `${"a".repeat(1100)}: 1\n`,
    `a: ${"[".repeat(30)}${"]".repeat(30)}\n`,
  ])("leaves %j to the YAML library", (text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });

  test("CRLF is read like LF", () => {
    const text = 'a: "x"\r\nb:\r\n  - "y"\r\n';
    expect(essence(readPlainYaml(text))).toEqual(readWithLibrary(text));
  });

  test("law: every lockfile in our own form is read, as YAML reads it", () => {
    fc.assert(
      fc.property(anyLockfile, (lockfile) => {
        const text = formatLockfile(lockfile);
        expect(readPlainYaml(text)).toBeDefined();
        expect(essence(readPlainYaml(text))).toEqual(readWithLibrary(text));
      }),
    );
  });

  test("law: whatever it reads of a changed text, it reads as YAML does", () => {
    const change = fc.record({
      at: fc.nat(),
      cut: fc.nat(3),
      put: fc.oneof(
        fc.constantFrom(
          "",
          " ",
          "  ",
          "\n",
          "\r\n",
          "\r",
          "- ",
          ": ",
          ":",
          "#",
          '"',
          "'",
          "{}",
          "[]",
          "\\",
          "\t",
          " #",
          "\n#",
          '\n  # "',
          "~",
          "^1",
          "../",
          "{ a: ",
          " }",
          "a",
          "0",
          "[",
          "]",
          "{",
          "}",
          ", ",
          "''",
          "' ",
          "- x",
          "    ",
          "\uFEFF",
          "-1",
          "< ",
          "= ",
          "\u00a0",
        ),
        fc.string({ unit: "binary", maxLength: 2 }),
      ),
    });
    const anyText = fc.oneof(anyLockfile.map(formatLockfile), fc.constant(MANIFEST));
    let read = 0;
    fc.assert(
      fc.property(anyText, fc.array(change, { minLength: 1, maxLength: 3 }), (original, changes) => {
        let text = original;
        for (const { at, cut, put } of changes) {
          const place = at % text.length;
          text = text.slice(0, place) + put + text.slice(place + cut);
        }
        const plain = readPlainYaml(text);
        if (plain === undefined) return;
        read++;
        expect(essence(plain)).toEqual(readWithLibrary(text));
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
