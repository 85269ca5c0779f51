import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sourceFiles } from "../../testing/source-files.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A page with the sections that a source names: `docs/rules.md, R5, R7` or `docs/solver.md, "Conflicts"`. */
const CITATION = /docs\/[\w./-]+\.md(?:, (?:"[^"]+"|R\d+|\d+(?:\.\d+)?(?![\w.]*\w)))*/g;

/** The headings of a page as sources name them: their words, and the numbers with which they begin. */
function sectionsOf(page: string): Set<string> {
  const sections = new Set<string>();
  let isCode = false;
  for (const row of readFileSync(`${root}${page}`, "utf8").split("\n")) {
    if (/^\s*```/.test(row)) isCode = !isCode;
    const heading = isCode ? undefined : /^#+ (.+)$/.exec(row)?.[1];
    if (heading === undefined) continue;
    sections.add(heading.replaceAll("`", ""));
    const number = /^(?:R\d+(?=\.)|\d+(?:\.\d+)?)/.exec(heading)?.[0];
    if (number !== undefined) sections.add(number);
  }
  return sections;
}

/** The pages and sections that a text cites and that are not there. Comments may break a citation at the end of a line. */
function dangling(text: string): string[] {
  const joined = text.replaceAll(/\n *(?:\*|\/\/|#) /g, " ");
  return [...joined.matchAll(CITATION)].flatMap(([citation]) => {
    const [page = "", ...sections] = citation.split(/, (?=["R\d])/);
    if (!existsSync(`${root}${page}`)) return isGenerated(page) ? [] : [citation];
    const known = sectionsOf(page);
    return sections
      .filter((section) => !known.has(section.replaceAll('"', "")))
      .map((section) => `${page}, ${section}`);
  });
}

/** Pages that are made when the site is built. */
function isGenerated(page: string): boolean {
  return /^docs\/(?:api|reference)\//.test(page);
}

const files = ["packages", "test", "bench", "testing", "action", "scripts"]
  .flatMap((folder) => sourceFiles(`${root}${folder}`).map((file) => `${folder}/${file}`))
  .filter((file) => /\.(?:tsx?|mjs|ya?ml)$/.test(file) && !file.endsWith("src/sources.test.ts"));

test("every page of docs/ that a source cites is there, with the sections that it names", () => {
  const texts = files.map((file) => [file, readFileSync(`${root}${file}`, "utf8")] as const);
  const wrong = texts.flatMap(([file, text]) => dangling(text).map((what) => `${file} cites ${what}`));
  expect(wrong).toEqual([]);
  expect(texts.filter(([, text]) => text.includes("Source: docs/")).length).toBeGreaterThan(150);
});

test("no source cites a document that is not in the repository", () => {
  const wrong = files.filter((file) =>
    /(?:domain|contract|house)\.md|\bcontract (?:section |R?\d)/.test(readFileSync(`${root}${file}`, "utf8")),
  );
  expect(wrong).toEqual([]);
});

test("a citation of a page or section that is not there is found, over the ends of lines too", () => {
  expect(dangling("Source: docs/rules.md, R1, R14; docs/factorio.md, 4.10, 4.2.")).toEqual(["docs/factorio.md, 4.10"]);
  expect(
    dangling('/**\n * A rule. Source: docs/solver.md, "Hard\n * questions"; docs/solver.md,\n * "No such".\n */'),
  ).toEqual(['docs/solver.md, "No such"']);
  expect(dangling("See docs/none.md.")).toEqual(["docs/none.md"]);
  expect(dangling("docs/rules.md, R15")).toEqual(["docs/rules.md, R15"]);
});
