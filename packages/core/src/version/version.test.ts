import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  compareVersions,
  formatPacked,
  MAX_PACKED,
  MAX_PART,
  pack,
  parseVersion,
  readVersion,
  unpack,
  type Version,
} from "./version.ts";

/** How the game orders two versions. Source: docs/factorio.md, 8.2. */
const VECTORS: readonly [a: string, order: "<" | "=" | ">", b: string][] = [
  ["1.0.0", "=", "1.0.0"],
  ["1.0", "=", "1.0.0"],
  ["1.1.01", "=", "1.1.1"],
  ["0.5.06", "=", "0.5.6"],
  ["01.002.0003", "=", "1.2.3"],
  ["1.10.0", ">", "1.9.0"],
  ["1.2.10", ">", "1.2.9"],
  ["2.0.0", ">", "1.99.99"],
  ["0.17.99", "<", "0.18.0"],
  ["0.18.50", "<", "1.0.0"],
  ["1.1.110", ">", "1.1.91"],
  ["20.0.0", ">", "3.0.0"],
  ["1.1", "=", "1.1.0"],
  ["2019.11.20", ">", "2.0.0"],
  ["65535.65535.65535", ">", "65535.65535.65534"],
  ["0.0.0", "<", "0.0.1"],
  [" 1.2.3", "=", "1.2.3"],
  ["1.2.3-beta", "=", "1.2.3"],
  ["1.2.3.4", "=", "1.2.3"],
  ["2.0.77", "<", "2.1.7"],
  ["2.1.7", "<", "2.1.12"],
  ["2.0.73", "<", "2.0.75"],
  ["1.0.255", "<", "1.0.256"],
  ["0.256.0", ">", "0.255.999"],
  ["0.16.5", ">", "0.9.99"],
  ["1.2.x", "=", "1.2.0"],
];

const read = (text: string): Version => {
  const version = readVersion(text);
  if (!version) throw new Error(`${text} is not readable`);
  return version;
};

const sign = (number: number) => (number < 0 ? "<" : number > 0 ? ">" : "=");
const part = fc.oneof(fc.nat({ max: 12 }), fc.constantFrom(0, 255, 256, MAX_PART - 1, MAX_PART));
const parts = fc.tuple(part, part, part);

describe("versions compare as three numbers (docs/factorio.md, 8.2)", () => {
  test.each(VECTORS)("%s %s %s", (a, order, b) => {
    expect(sign(compareVersions(read(a), read(b)))).toBe(order);
    expect(sign(compareVersions(read(b), read(a)))).toBe({ "<": ">", "=": "=", ">": "<" }[order]);
  });

  it("refuses what has no two numbers or a number above 65535", () => {
    for (const text of ["1", "", "x", "v1.0", ".1", "1.", "65536.0.0", "0.65536.0", "0.0.65536", "-1.0.0"]) {
      expect(readVersion(text), text).toBeUndefined();
      expect(parseVersion(text), text).toBeUndefined();
    }
    expect(readVersion("1.99999999999999999999999999")).toBeUndefined();
  });
});

describe("what a person writes is read strictly", () => {
  test.each(["1.2.3-beta", "1.2.3.4", "1.2.x", "1.2.", "1. 2", "1.2 3", "1,2", "1.2.3 ,"])("%s is refused", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it("keeps the author's text without outer blanks", () => {
    expect(parseVersion("  0.1.01 ")).toEqual({ text: "0.1.01", packed: pack(0, 1, 1) });
    expect(readVersion(" 1.2.3-beta ")).toEqual({ text: "1.2.3-beta", packed: pack(1, 2, 3) });
    expect(readVersion("1. 2. 3")?.packed).toBe(pack(1, 2, 3));
  });
});

describe("packed versions", () => {
  it("law: unpacking undoes packing", () => {
    fc.assert(
      fc.property(parts, (three) => {
        expect(unpack(pack(...three))).toEqual(three);
      }),
    );
  });

  it("law: packed numbers order as the three parts do", () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const at = a.findIndex((part, index) => part !== b[index]);
        const expected = at < 0 ? 0 : (a[at] as number) - (b[at] as number);
        expect(Math.sign(pack(...a) - pack(...b))).toBe(Math.sign(expected));
      }),
    );
  });

  it("law: the plain form reads back as itself, strictly and leniently", () => {
    fc.assert(
      fc.property(parts, (three) => {
        const packed = pack(...three);
        expect(parseVersion(formatPacked(packed))?.packed).toBe(packed);
        expect(readVersion(formatPacked(packed))?.packed).toBe(packed);
      }),
    );
  });

  it("has a safe integer as its highest number", () => {
    expect(Number.isSafeInteger(MAX_PACKED)).toBe(true);
    expect(formatPacked(MAX_PACKED)).toBe("65535.65535.65535");
  });
});
