import { expect, test } from "vitest";
import { textOf } from "../../report/line.ts";
import { escapeMarkdown } from "../../report/markdown-text.ts";
import { diffMarkdown } from "./markdown.ts";

test("what authors write stays text", () => {
  const sections = [
    { version: "2.0.0", date: null, categories: [{ name: "Changes", entries: ["<img src=x> [a](b) | `c` *d*"] }] },
  ];
  const lines = diffMarkdown({
    old: "a",
    new: "b",
    factorio: null,
    expansion: null,
    builtin: { added: [], removed: [] },
    mods: [{ name: "odd|name", version: "2.0.0", requested: true, change: "updated", from: "1.0.0" }],
    settings: [
      { section: "startup", name: "odd|loud", from: null, to: true },
      { section: "startup", name: "word", from: "a|b @me", to: null },
    ],
    changelogs: [{ mod: "odd|name", from: "1.0.0", to: "2.0.0", undone: false, sections }],
  });
  expect(lines.map(({ pieces }) => pieces.map(textOf).join(""))).toEqual([
    "| mod | before | after |",
    "| --- | --- | --- |",
    "| odd\\|name | `1.0.0` | `2.0.0` |",
    "",
    "| setting | before | after |",
    "| --- | --- | --- |",
    "| `startup.odd\\|loud` |  | `true` |",
    '| `startup.word` | `"a\\|b @me"` |  |',
    "",
    "<details><summary>odd|name 1.0.0 → 2.0.0</summary>",
    "",
    "**2.0.0**",
    "",
    "- *Changes*: &lt;img src=x&gt; \\[a\\](b) \\| \\`c\\` \\*d\\*",
    "",
    "</details>",
  ]);
});

test.each([
  "@somebody",
  "#1",
  "owner/pack#12",
  "GH-3",
  "https://evil.example",
  "www.evil.example",
  "me@evil.example",
  "0123abc",
])("GitHub makes no link of %s", (word) => {
  expect(escapeMarkdown(`see ${word} there`)).toBe(`see \`${word}\` there`);
});
