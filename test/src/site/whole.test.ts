import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, posix } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChromium } from "../pages/chromium.ts";
import { SITE, UNSEEN } from "./built-site.ts";
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

/** The pages that are made of code are alike: axe looks at a few of them only. */
const GENERATED = /^(?:api|reference\/commands)\//;
const GENERATED_FOR_AXE = [
  "api/disk.html",
  "api/index.html",
  "reference/commands/help.html",
  "reference/commands/sync.html",
];
const forAxe = pages.filter((path) => !GENERATED.test(path) || GENERATED_FOR_AXE.includes(path));

// Says why where it is skipped.
describe.skipIf(UNSEEN !== undefined)(`every page in Chromium${UNSEEN ? ` (${UNSEEN})` : ""}`, () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  let site: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;
  beforeAll(async () => {
    site = await serve(SITE as string);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** Opens pages in two tabs and returns what is wrong with them. */
  async function complaintsAbout(
    paths: readonly string[],
    colorScheme: "light" | "dark",
    look: (page: Page, path: string) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const context = await browser.newContext({ colorScheme });
    const complaints: string[] = [];
    const openAll = async (some: readonly string[]): Promise<void> => {
      const page = await context.newPage();
      let at = "";
      page.on("console", (message) => message.type() === "error" && complaints.push(`${at}: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(`${at}: ${error.message}`));
      page.on("request", (request) => {
        if (!/^(?:data|blob):/.test(request.url()) && new URL(request.url()).origin !== site.url)
          complaints.push(`${at} asks ${request.url()}`);
      });
      for (at of some) {
        await page.goto(`${site.url}/${at}`);
        // Vue leaves this mark when its scripts have taken the page over.
        await page.waitForFunction("document.querySelector('#app').__vue_app__ !== undefined");
        // What is still fading in has too little contrast.
        await page.addStyleTag({
          content: "*, ::before, ::after { transition: none !important; animation: none !important }",
        });
        for (const complaint of await look(page, at)) complaints.push(`${at}: ${complaint}`);
      }
    };
    await Promise.all([0, 1].map((tab) => openAll(paths.filter((_, index) => index % 2 === tab))));
    await context.close();
    return complaints;
  }

  test("no error on the console, no request off the machine, nothing wider than the window, nothing serious by axe", async () => {
    const complaints = await complaintsAbout(pages, "light", async (page, path) => [
      ...(await overflow(page, 400)),
      ...(await overflow(page, 1400)),
      ...(forAxe.includes(path) ? await findings(page, axe, posix.basename(path) === "index.html") : []),
    ]);
    expect(forAxe).toEqual(expect.arrayContaining(GENERATED_FOR_AXE));
    expect(complaints).toEqual([]);
  }, 300_000);

  test("the same in the dark, on pages of each kind", async () => {
    const kinds = new Map(forAxe.map((path) => [posix.dirname(path), path]));
    const looked = new Set([...kinds.values(), "index.html", "playground.html", "solver.html", "commands.html"]);
    const complaints = await complaintsAbout([...looked], "dark", async (page) => {
      // Also what a page loads when it is there already, as the playground does.
      await page.waitForLoadState("networkidle");
      return [...(await overflow(page, 400)), ...(await findings(page, axe, true))];
    });
    expect(kinds.size).toBeGreaterThan(6);
    expect(complaints).toEqual([]);
  }, 300_000);
});

/** By how much the page is wider than a window of this width. */
async function overflow(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 900 });
  const wide = await page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  return wide > 0 ? [`${wide} pixels wider than a window of ${width}`] : [];
}

/** The serious or worse findings of axe, each kind once a page; without `whole`, in the text only and not in what frames every page. */
async function findings(page: Page, axe: string, whole: boolean): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate<string[]>(
    `axe.run(${whole ? "document" : "'.VPContent'"}, { resultTypes: ["violations"] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => id + " (" + nodes.length + "): " + nodes[0].html.slice(0, 200)))`,
  );
}
