import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { DOCS, type Page, referencePages, writtenPages } from "./pages.ts";

const markdown = new MarkdownIt({ html: true });

/** The headings of a page as anchors, as forges and the site name them. */
function anchorsOf({ text }: Page): Set<string> {
  const anchors = new Set<string>();
  const tokens = markdown.parse(text.replace(/^---\n[\s\S]*?\n---\n/, ""), {});
  for (const [at, { type }] of tokens.entries()) {
    if (type !== "heading_open") continue;
    const words = (tokens[at + 1]?.children ?? []).map(({ content }) => content).join("");
    const anchor = words
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Where the links of a page lead, and the addresses in the front matter of the first page. */
function linksOf({ text }: Page): string[] {
  const links = [...text.matchAll(/^ +link: (\S+)$/gm)].map((match) => match[1] as string);
  for (const token of markdown.parse(text.replace(/^---\n[\s\S]*?\n---\n/, ""), {})) {
    for (const child of token.children ?? []) {
      if (child.type === "link_open") links.push(child.attrGet("href") ?? "");
    }
  }
  return links.map(decodeURI);
}

test("every link between pages, and to a file of the repository, leads somewhere; so does its anchor", async () => {
  const pages = [...writtenPages(), ...(await referencePages())];
  const anchors = new Map(pages.map((page) => [page.path, anchorsOf(page)]));
  const dead: string[] = [];
  let count = 0;
  for (const page of pages) {
    for (const link of linksOf(page)) {
      if (/^[a-z]+:/.test(link)) continue;
      count += 1;
      const [path = "", anchor] = link.split("#");
      const file = path.startsWith("/")
        ? join(DOCS, path)
        : path === ""
          ? join(DOCS, page.path)
          : join(DOCS, dirname(page.path), path);
      const inside = relative(DOCS, file).replaceAll("\\", "/");
      // The API reference and the page for contributors are made when the site is built, and looked at there.
      if (/^api(?:\/|$)|^(?:contributing|results)/.test(inside)) continue;
      if (inside.startsWith("..")) {
        if (!existsSync(file)) dead.push(`${page.path}: ${link}`);
        continue;
      }
      const target = [inside, `${inside}.md`, join(inside, "index.md").replaceAll("\\", "/")].find((name) =>
        anchors.has(name),
      );
      if (target === undefined || (anchor && !anchors.get(target)?.has(anchor))) dead.push(`${page.path}: ${link}`);
    }
  }
  expect(dead).toEqual([]);
  expect(count).toBeGreaterThan(200);
});
