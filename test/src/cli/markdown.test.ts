import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { diffMarkdown } from "../../../packages/cli/src/commands/diff/markdown.ts";
import { markdownTable } from "../../../packages/cli/src/commands/export/formats/markdown-table.ts";
import { textOf } from "../../../packages/cli/src/report/line.ts";

/** As GitHub and forums read it: HTML is HTML, and addresses become links. */
const reader = new MarkdownIt({ html: true, linkify: true });

/** The texts that GitHub turns into links when rendered, as its documentation lists them. */
const LINKS: readonly RegExp[] = [
  /(?<![\w`])@[a-z\d](?:[a-z\d-]*[a-z\d])?/i,
  /(?<!\w)#\d+/,
  /(?<!\w)gh-\d+/i,
  /[\w.-]+\/[\w.-]+#\d+/,
  /\b[0-9a-f]{7,40}\b/i,
  /(?:https?|ftp):\/\//i,
  /www\./i,
  /[\w.+-]+@[\w-]/,
];

const TAGS = new Set("p ul ol li table thead tbody tr th td code em strong details summary a".split(" "));

/** The parts of rendered HTML by which a reader could be lured or notified. */
function dangers(html: string): string[] {
  const found: string[] = [];
  let codes = 0;
  for (const [piece] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    const tag = /^<\/?([a-z0-9]+)([^>]*)>/i.exec(piece);
    if (!tag) {
      const text = piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
      if (codes === 0) found.push(...LINKS.filter((link) => link.test(text)).map((link) => `${link} in ${text}`));
      continue;
    }
    const name = (tag[1] as string).toLowerCase();
    if (!TAGS.has(name)) found.push(piece);
    if (name === "code") codes += piece.startsWith("</") ? -1 : 1;
    const attributes = tag[2] as string;
    if (attributes !== "" && !/^ href="https:\/\/mods\.factorio\.com\/mod\/[\w.%-]+"$/.test(attributes))
      found.push(piece);
  }
  return found;
}

const HOSTILE = [
  "@somebody",
  "(@org/team)",
  "#1",
  "GH-3",
  "owner/pack#12",
  "0123abcdef",
  "https://evil.example",
  "www.evil.example",
  "evil.com/x",
  "me@evil.example",
  "mailto:me@evil.example",
  "<img src=x onerror=alert(1)>",
  "<a href='javascript:alert(1)'>",
  "</summary></details>",
  "<!--",
  "-->",
  "[a](https://evil.example)",
  "![a](https://evil.example/x.png)",
  "[a]: https://evil.example",
  "<https://evil.example>",
  "`",
  "``",
  "```",
  "\\",
  "|",
  "***",
  "___",
  "~~",
  "---",
  "===",
  "# head",
  "> quote",
  "1. one",
  "- [ ] task",
  "&lt;b&gt;",
  "&#64;somebody",
  "$x$",
  ":+1:",
  "w\u200bww.evil.example",
  "@\u2060somebody",
  "0123\u00adabc",
  "G\ufeffH-1",
  "plain",
  "\n",
  "\n\n",
  "\t",
  "    ",
];

const anyText = fc
  .array(fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom("", " ", "`", "\\", "|", "*", "_", "(", "\u200d")), {
    maxLength: 6,
  })
  .map((parts) => parts.flat().join(""));

function diffOf(mod: string, text: string): string {
  const sections = [
    {
      version: text,
      date: text,
      categories: [
        { name: text, entries: [text, text] },
        { name: "", entries: [text] },
      ],
    },
  ];
  const lines = diffMarkdown({
    old: "a",
    new: "b",
    factorio: { from: text, to: text },
    expansion: null,
    builtin: { added: [mod], removed: [mod] },
    mods: [{ name: mod, version: text, requested: true, change: "updated", from: text }],
    settings: [
      { section: "startup", name: mod, from: text, to: { [text]: 1 } },
      { section: "startup", name: text, from: null, to: text },
    ],
    changelogs: [{ mod, from: text, to: text, undone: true, sections }],
  });
  return lines.map(({ pieces }) => pieces.map(textOf).join("")).join("\n");
}

test("the oracle sees what GitHub would link, and what is no text", () => {
  const seen = [
    ...[
      "@somebody",
      "(@org/team)",
      "#1",
      "GH-3",
      "owner/pack#12",
      "0123abcdef",
      "https://evil.example",
      "www.evil.example",
    ],
    ...["evil.com/x", "me@evil.example", "<img src=x>", "<a href='javascript:alert(1)'>", "&#64;somebody"],
    ...["[a](https://evil.example)", "![a](https://evil.example/x.png)", "<https://evil.example>", "`a` @somebody"],
  ];
  expect(seen.filter((text) => dangers(reader.render(`a ${text} b`)).length === 0)).toEqual([]);
  expect(dangers(reader.render("a `@somebody` **#x** b"))).toEqual([]);
});

test("law: of no author's text diff --markdown makes a link, a mention or HTML", () => {
  fc.assert(
    fc.property(anyText, anyText, (mod, text) => {
      expect(dangers(reader.render(diffOf(mod, text)))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test.each(HOSTILE)("nor of %j alone", (text) => {
  expect(dangers(reader.render(diffOf(text, text)))).toEqual([]);
});

test("names that a lockfile may have stay text in export markdown", () => {
  for (const name of ["GH-3", "0123abcdef", "www.evil.com", "evil.com", "a_b_c", "__init__", "-", "1. x"]) {
    const mod = { kind: "release", version: { text: "1.0.0" } };
    const lockfile = {
      factorio: { text: "2.0" },
      builtin: ["base"],
      mods: new Map([[name, mod]]),
      requirements: new Map([[name, {}]]),
    };
    const html = reader.render(markdownTable({ lockfile } as unknown as Parameters<typeof markdownTable>[0]));
    expect(dangers(html)).toEqual([]);
    expect(html).toContain(`https://mods.factorio.com/mod/${encodeURIComponent(name)}`);
  }
});
