import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLockfile, lockfile } from "../../testing/documents.ts";
import type { Fault } from "../yaml/fault.ts";
import { readPlainYaml } from "../yaml/read-plain.ts";
import { decodeLockfile } from "./decode-lockfile.ts";
import { formatLockfile } from "./format-lockfile.ts";
import type { Lockfile } from "./lockfile.ts";
import { readWritten } from "./read-written.ts";

/** The lockfile that a text holds as YAML; undefined if it holds none. */
function asYaml(text: string): Lockfile | undefined {
  const faults: Fault[] = [];
  const read = decodeLockfile(readPlainYaml(text), faults);
  return faults.length === 0 ? read : undefined;
}

const USUAL = lockfile({
  asks: '  tidy-belts: "*"\n  my-own-mod: { path: ../my-own-mod }\n',
  builtin: ["base", "quality"],
  mods: {
    "Squeak Parade": ["1.0.0"],
    "my-own-mod": ["path:../my-own-mod@1.2.3", "base"],
    "tidy-belts": ["0.16.05", "base >= 2.0.28", "? Squeak Parade", "(?) odd [mod] #1: it's"],
    "tidy-lamps": ["2.0.0"],
  },
});
const TEXT = formatLockfile(USUAL);

test("a lockfile as it is written is read here", () => {
  expect(readWritten(TEXT)).toEqual(USUAL);
  const [, mod] = [...USUAL.mods][0] ?? [];
  if (!mod) throw new Error("no mod");
  const bare = { ...USUAL, mods: new Map([["Squeak Parade", { ...mod, dependencies: undefined }]]) };
  expect(readWritten(formatLockfile(bare))).toEqual(bare);
});

describe("a text is read as what it is in YAML, or left to YAML", () => {
  /** The lockfile that was read, or `left`; anything else is a mistake. */
  const judge = (text: string) => {
    const read = readWritten(text);
    if (read !== undefined) expect(read).toEqual(asYaml(text));
    return read === undefined ? "left" : "read";
  };

  test("law: whatever is locked", () => {
    fc.assert(fc.property(anyLockfile, (lock) => void judge(formatLockfile(lock))));
  });

  test("law: with any damage", () => {
    const piece = fc.constantFrom(
      ...['"', "\n", "\n\n", " ", "  ", "#", "[]", "\\", "é", ":", "- ", "mods:\n", "{}", "..", "%2e", "/", "A", "0"],
      ...[
        '      - "x"\n',
        "    dependencies:\n",
        "    dependencies: []\n",
        "<<<<<<< HEAD\n",
        '    path: "x"\n',
        "\r\n",
        "\t",
      ],
    );
    const change = fc.record({ at: fc.nat(TEXT.length), cut: fc.nat(12), put: fc.oneof(piece, fc.constant("")) });
    const seen = { read: 0, left: 0 };
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        let text = TEXT;
        for (const { at, cut, put } of changes) text = text.slice(0, at) + put + text.slice(at + cut);
        seen[judge(text)] += 1;
      }),
      { numRuns: 5000 },
    );
    expect(seen.read).toBeGreaterThan(50);
    expect(seen.left).toBeGreaterThan(50);
  });

  test("law: with any two lines exchanged, doubled or left out", () => {
    const lines = TEXT.split("\n");
    for (let at = 0; at < lines.length; at += 1) {
      judge(lines.toSpliced(at, 1).join("\n"));
      for (const [to, line] of lines.entries()) {
        judge(lines.toSpliced(at, 0, line).join("\n"));
        judge(
          lines
            .with(at, line)
            .with(to, lines[at] ?? "")
            .join("\n"),
        );
      }
    }
  });
});
