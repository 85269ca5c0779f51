import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import { CHROME, openChromium, watchedPage } from "./chromium.ts";

/** What would run, load or leave the page, if any of it were read as markup. */
const EVIL = `</title></style></textarea><script>window.hit=1</script><img src=http://127.0.0.1:9/x onerror="window.hit=1"><svg onload=alert(1)>'"`;

const MANIFEST = `factorio: "2.0"
pack: { name: friday-pack, version: 1.2.0, title: ${JSON.stringify(`Friday ${EVIL}`)}, author: ${JSON.stringify(EVIL)} }
mods:
  tall-masts: "*"
  fog-lamps: ">= 3.0"
settings:
  startup:
    lamps-bright: true
    ${JSON.stringify(EVIL)}: ${JSON.stringify(EVIL)}
`;

let box: Sandbox;
beforeAll(async () => {
  const dashes = "-".repeat(99);
  const changelog = `${dashes}\nVersion: 2.0.0\n  Changes:\n    - New ${EVIL}\n`;
  box = await createSandbox([
    { name: "fog-lamps", title: `Fog Lamps ${EVIL}`, releases: [{ version: "3.1.0", dependencies: ["base"] }] },
    {
      name: "tall-masts",
      title: "Tall Masts",
      releases: [{ version: "1.0.0", dependencies: ["base", "gear-lib >= 1.0"] }],
    },
    { name: "gear-lib", title: "Gear Library", changelog, releases: [{ version: "1.0.0" }, { version: "2.0.0" }] },
  ]);
  await box.write("mods.yaml", MANIFEST.replace('tall-masts: "*"', 'tall-masts: "*"\n  gear-lib: "1.0.0"'));
  await box.spawn(["lock"]);
  await box.write("before.lock", (await box.read("mods.lock")) ?? "");
  await box.write("mods.yaml", MANIFEST);
  const installed = await box.spawn(["update"]);
  expect(installed.code, installed.stderr).toBe(0);
  const { code, stderr } = await box.spawn(["export", "html", "--since", "before.lock"]);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("Wrote friday-pack_1.2.0.html with 3 mods.");
});
afterAll(() => box.close());

test("the page is small, and its pack file gives the same modpack", async () => {
  const page = (await box.read("friday-pack_1.2.0.html")) ?? "";
  expect(gzipSync(page).length).toBeLessThan(30_000);
  const [, address = ""] =
    /href="data:application\/json;charset=utf-8,([^"]*)" download="friday-pack_1\.2\.0\.pack\.json"/.exec(page) ?? [];
  const text = decodeURIComponent(address.replaceAll("&#39;", "'").replaceAll("&amp;", "&"));
  const { code } = await box.spawn(["export", "pack"]);
  expect(code).toBe(0);
  expect(text).toBe(await box.read("friday-pack_1.2.0.pack.json"));
});

test("a portal that cannot be reached costs titles and licences, not the page", async () => {
  const { code, stderr, stdout } = await box.run([
    "export",
    "html",
    "../other.html",
    "--offline",
    "--cache-dir",
    "../none",
    "--json",
  ]);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ warnings: [{ code: "NOT_KNOWN" }] });
});

test("list --licences has titles and sizes, and what is not known is null", async () => {
  const { stdout } = await box.spawn(["list", "--licences", "--json"]);
  const { mods } = JSON.parse(stdout) as {
    mods: { name: string; title: string; size: number; licence: string | null }[];
  };
  expect(mods.find(({ name }) => name === "gear-lib")).toMatchObject({ title: "Gear Library", licence: null });
  expect(mods[0]?.size).toBeGreaterThan(100);
  const table = await box.spawn(["list", "--licences"]);
  expect(table.stdout).toMatch(/^mod +version +size +title +licence\n/);
  expect(table.stdout).toMatch(/gear-lib +2\.0\.0 +\d+ B +Gear Library +unknown/);
});

describe.skipIf(CHROME === undefined)("in Chromium (skipped without one: CHROME_PATH)", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  test("a hostile pack does nothing, opened from disk; the table can be sorted", async () => {
    const { page, faults, requests } = await watchedPage(browser);
    await page.goto(pathToFileURL(join(box.project, "friday-pack_1.2.0.html")).href);
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(await page.locator("img, iframe, object, link, form").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("h1").textContent()).toBe(`Friday ${EVIL}`);
    expect(await page.locator("table.sort").textContent()).toContain(`Fog Lamps ${EVIL}`);
    expect(await page.locator("#changes + ul").textContent()).toContain("gear-lib 1.0.0 → 2.0.0");
    await page.locator("details summary").last().click();
    const first = () => page.locator("table.sort tbody tr td:first-child").first().textContent();
    const version = page.getByRole("button", { name: "Version" });
    await version.click();
    expect(await first()).toContain("Tall Masts");
    await version.click();
    expect(await first()).toContain("Fog Lamps");
    // Nothing sticks out of a narrow screen.
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
    const download = page.waitForEvent("download");
    await page.locator("a.button").click();
    const file = await (await download).path();
    expect(await readFile(file, "utf8")).toContain('"format": "factorio-lock-pack"');
    expect(faults).toEqual([]);
    expect(requests).toEqual([]);
  });

  test("it can be read without its script", async () => {
    const { page, faults } = await watchedPage(browser, { javaScriptEnabled: false });
    await page.goto(pathToFileURL(join(box.project, "friday-pack_1.2.0.html")).href);
    expect(await page.locator("table.sort tbody tr").count()).toBe(3);
    expect(await page.locator("svg.mods rect.box").count()).toBeGreaterThan(1);
    expect(await page.locator("table.sort button").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("a picture of a hostile pack does nothing either", async () => {
    for (const name of ["graph.html", "graph.svg"]) {
      expect((await box.spawn(["graph", "--output", name])).code).toBe(0);
      const { page, faults, requests } = await watchedPage(browser);
      await page.goto(pathToFileURL(join(box.project, name)).href);
      expect(await page.evaluate("window.hit")).toBeUndefined();
      expect(await page.locator("script, img").count()).toBe(0);
      expect({ faults, requests }).toEqual({ faults: [], requests: [] });
    }
  });
});
