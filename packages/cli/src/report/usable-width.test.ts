import { expect, test } from "vitest";
import { line } from "./line.ts";
import { render } from "./render.ts";
import { table } from "./table.ts";
import { usableWidth } from "./usable-width.ts";

test("a terminal that knows no width, or none that can be, counts as 80 columns wide", () => {
  expect([undefined, 0, 1, 19, Number.NaN].map(usableWidth)).toEqual([80, 80, 80, 80, 80]);
  expect([20, 60, 200, Number.POSITIVE_INFINITY].map(usableWidth)).toEqual([20, 60, 200, Number.POSITIVE_INFINITY]);
});

test("what is printed there is printed for 80 columns", () => {
  const paper = { color: false, redact: (text: string) => text };
  const words = [line("a few words ".repeat(12))];
  expect(render(words, { ...paper, width: 0 })).toBe(render(words, { ...paper, width: 80 }));
  const columns = [{ title: "mod", loose: true }, { title: "file", loose: true }, { title: "problem" }];
  const rows = [["a-mod-of-some-length", "a-mod-of-some-length_1.0.0.zip", "missing"]];
  expect(table(columns, rows, 0)).toEqual(table(columns, rows, 80));
});
