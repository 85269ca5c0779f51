import { expect, test } from "vitest";
import { tone } from "./line.ts";
import { render } from "./render.ts";
import { table } from "./table.ts";

const columns = [{ title: "mod", loose: true }, { title: "version" }, { title: "what" }];
const rows = [
  [tone.strong("short"), "1.0.0", "one"],
  ["a-name-that-is-rather-long-for-a-mod", "10.20.30", "some words that go on"],
];
const at = (width: number) => render(table(columns, rows, width), { width, color: false, redact: (text) => text });

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
