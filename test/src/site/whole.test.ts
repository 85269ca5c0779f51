import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, posix } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, SITE, UNSEEN } from "./browser.ts";
import { serve } from "./serve.ts";

const pages =
  SITE === undefined
    ? []
    : readdirSync(SITE, { recursive: true, encoding: "utf8" })
        .map((path) => path.replaceAll("\\", "/"))
        .filter((path) => path.endsWith(".html") && path !== "404.html")
        .sort();

test.skipIf(SITE === undefined)("every link of the built site leads to a page, and to an anchor that it has", () => {
  const html = new Map(pages.map((path) => [path, readFileSync(join(SITE as string, path), "utf8")]));
  const anchors = new Map(
    [...html].map(([path, text]) => [path, new Set([...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))]),
  );
  const dead: string[] = [];
  for (const [path, text] of html) {
    for (const [, link = ""] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [to = "", anchor] = decodeURI(link.replaceAll("&amp;", "&")).split("#");
      const target =
        to === ""
          ? path
          : posix
              .join(to.startsWith("/") ? "" : posix.dirname(path), to.replace(/^\//, ""))
              .replace(/\/$|^\.$/, "/index.html")
              .replace(/^\//, "");
      if (!html.has(target) || (anchor && !anchors.get(target)?.has(anchor))) dead.push(`${path}: ${link}`);
    }
  }
  expect([...new Set(dead)]).toEqual([]);
  expect(pages.length).toBeGreaterThan(80);
});

// Says why where it is skipped.
describe.skipIf(UNSEEN !== undefined)(`every page in Chromium${UNSEEN ? ` (${UNSEEN})` : ""}`, () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  let site: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;
  beforeAll(async () => {
    site = await serve(SITE as string);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  test.each(["light", "dark"] as const)(
    "no error on the console, no request off the machine, nothing serious by axe: %s",
    async (colorScheme) => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width: colorScheme === "dark" ? 400 : 1400, height: 900 },
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      let at = "";
      page.on("console", (message) => message.type() === "error" && complaints.push(`${at}: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(`${at}: ${error.message}`));
      page.on("request", (request) => {
        if (!/^(?:data|blob):/.test(request.url()) && new URL(request.url()).origin !== site.url)
          complaints.push(`${at} asks ${request.url()}`);
      });
      for (at of pages) {
        await page.goto(`${site.url}/${at}`, { waitUntil: "networkidle" });
        await page.evaluate(axe);
        for (const finding of await findings(page)) complaints.push(`${at}: ${finding}`);
        const wide = await page.evaluate<number>(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        if (wide > 0) complaints.push(`${at}: ${wide} pixels wider than the window`);
      }
      await context.close();
      expect(complaints).toEqual([]);
    },
    900_000,
  );
});

/** The serious or worse findings of axe, each kind once a page. */
async function findings(page: Page): Promise<string[]> {
  const found = await page.evaluate<string[]>(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => id + " (" + nodes.length + "): " + nodes[0].html.slice(0, 200)))`,
  );
  return found;
}
