import { expect, test } from "vitest";
import { tone } from "./line.ts";
import { render } from "./render.ts";
import { table } from "./table.ts";

const columns = [{ title: "mod", loose: true }, { title: "version" }, { title: "what" }];
const rows = [
  [tone.strong("short"), "1.0.0", "one"],
  ["a-name-that-is-rather-long-for-a-mod", "10.20.30", "some words that go on"],
];
const paper = { color: false, redact: (text: string) => text };
const at = (width: number) => render(table(columns, rows, width), { ...paper, width });

test("columns stand two blanks apart", () => {
  expect(at(Number.POSITIVE_INFINITY)).toBe(
    [
      "mod                                   version   what",
      "short                                 1.0.0     one",
      "a-name-that-is-rather-long-for-a-mod  10.20.30  some words that go on",
      "",
    ].join("\n"),
  );
});

test("a narrow terminal cuts the loose columns and breaks the last", () => {
  expect(at(40)).toBe(
    [
      "mod       version   what",
      "short     1.0.0     one",
      "a-name-…  10.20.30  some words that go",
      "                    on",
      "",
    ].join("\n"),
  );
});

test("a cell of any length is cut without measuring it again and again", () => {
  const text = render(table(columns, [["x".repeat(100_000), "1.0.0", "one"]], 40), { ...paper, width: 40 });
  expect(text.split("\n")[1]).toMatch(/^x+… {2}1\.0\.0/);
});
