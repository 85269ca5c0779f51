import { expect, test } from "vitest";
import type { PropertyTree } from "./property-tree.ts";
import { settingValues } from "./setting-values.ts";

const dictionary = (entries: Record<string, PropertyTree>): PropertyTree => ({
  any: false,
  type: "dictionary",
  entries: Object.entries(entries),
});
const double = (value: number): PropertyTree => ({ any: false, type: "double", value });
const text = (value: string): PropertyTree => ({ any: false, type: "string", value });

test("every kind of value that a manifest can say, and the names of the others", () => {
  const section = dictionary({
    loud: dictionary({ value: { any: false, type: "bool", value: false } }),
    share: dictionary({ value: double(0.25) }),
    lamps: dictionary({ value: { any: false, type: "int64", value: -3n } }),
    size: dictionary({ value: text("2K") }),
    colour: dictionary({ value: dictionary({ r: double(1), g: double(0.5), b: double(0), a: double(1) }) }),
    huge: dictionary({ value: { any: false, type: "uint64", value: 2n ** 63n } }),
    endless: dictionary({ value: double(Number.POSITIVE_INFINITY) }),
    lines: dictionary({ value: text("one\ntwo") }),
    bright: dictionary({ value: dictionary({ r: double(255) }) }),
    nothing: dictionary({ value: { any: false, type: "none" } }),
    empty: dictionary({}),
  });
  expect(settingValues(section)).toEqual({
    values: {
      loud: false,
      share: 0.25,
      lamps: -3,
      size: "2K",
      colour: { r: 1, g: 0.5, b: 0, a: 1 },
      huge: 2n ** 63n,
      lines: "one\ntwo",
    },
    unreadable: ["endless", "bright", "nothing", "empty"],
  });
});

test("a setting of any name is only data", () => {
  const { values } = settingValues(dictionary({ ["__proto__"]: dictionary({ value: text("x") }) }));
  expect(Object.keys(values)).toEqual(["__proto__"]);
});
