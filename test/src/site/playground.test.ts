import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../cli/sandbox.ts";
import { openChromium } from "../pages/chromium.ts";
import { hasRealData, manifestOf, REAL_DATA, readRealLists } from "../real-lists/real-list.ts";
import { createRealSandbox } from "../real-lists/real-sandbox.ts";
import { SITE, UNSEEN } from "./built-site.ts";
import { serve } from "./serve.ts";

const unreal = hasRealData ? undefined : "../shared/data is not there";

describe.skipIf(UNSEEN !== undefined)(`the playground${UNSEEN ? ` (${UNSEEN})` : ""}`, () => {
  let site: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    site = await serve(SITE as string);
    browser = await openChromium();
    page = await browser.newPage();
    await page.goto(`${site.url}/playground.html`, { waitUntil: "networkidle" });
    await page.locator("button.main:enabled").waitFor({ timeout: 120_000 });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** Solves what stands in the text, by the keyboard, and waits for the end of it. */
  async function solve(): Promise<string> {
    await page.getByRole("button", { name: "Solve" }).focus();
    await page.keyboard.press("Enter");
    await page
      .getByRole("status")
      .filter({ hasText: /^(?:Resolved|There is no answer|That did not work)/ })
      .waitFor({ timeout: 120_000 });
    return (await page.getByRole("status").textContent()) ?? "";
  }

  const lockfile = async (): Promise<string> => (await page.locator("[data-lockfile]").textContent()) ?? "";

  /** Presses "Draw it", and waits until the browser shows the picture. */
  async function draw(): Promise<void> {
    await page.getByRole("button", { name: "Draw it" }).press("Enter");
    await page.getByRole("status").filter({ hasText: "Drawn." }).waitFor();
    await page.waitForFunction("document.querySelector('img.picture')?.naturalWidth > 0");
  }

  test("solves its example, shows tree and newer releases, and explains what does not fit, with remedies to press", async () => {
    expect(await solve()).toBe("Resolved 5 mods.");
    expect(await page.getByRole("heading", { name: "The mods, and who needs whom" }).isVisible()).toBe(true);
    expect(await page.getByRole("row", { name: /amber-lights 2\.4\.0/ }).textContent()).toContain("3.0.0");
    expect(await lockfile()).toContain('file: "amber-lights_2.4.0.zip"');

    await page
      .getByLabel("Your mods.yaml")
      .fill('factorio: "2.0"\nmods:\n  amber-lights: ">= 3.0"\n  zinc-works: "*" # kept\n');
    expect(await solve()).toMatch(/^There is no answer/);
    expect(await page.locator("ol.why").textContent()).toContain("zinc-works needs lamp-lib");
    await draw();
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await page.evaluate(axe);
    const serious = `axe.run(document).then(({ violations }) => violations.filter(({ impact }) => /serious|critical/.test(impact)).map(({ id, nodes }) => id + " " + nodes[0].html))`;
    expect(await page.evaluate(serious)).toEqual([]);
    await page.getByRole("button", { name: "Do it" }).first().press("Enter");
    await page
      .getByRole("status")
      .filter({ hasText: /^Resolved/ })
      .waitFor();
    expect(await page.getByLabel("Your mods.yaml").inputValue()).toContain("# kept");
    await draw();
    expect(await page.evaluate(axe).then(() => page.evaluate(serious))).toEqual([]);
  });

  test("makes the page of the pack, which opens by itself and runs nothing of a stranger", async () => {
    await page.getByLabel("a dozen invented ones").check();
    await page
      .getByLabel("Your mods.yaml")
      .fill(
        'factorio: "2.0"\npack: { name: lamps, version: "1.0.0", title: "<script>alert(1)</script>Lamps" }\nmods:\n  amber-lights: "*"\n',
      );
    expect(await solve()).toMatch(/^Resolved/);
    await page.getByRole("button", { name: "Make it" }).press("Enter");
    const link = page.locator("a[data-page]");
    await link.waitFor();
    const [opened] = await Promise.all([page.context().waitForEvent("page"), link.press("Enter")]);
    const faults: string[] = [];
    opened.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    opened.on("dialog", (dialog) => void dialog.dismiss().finally(() => faults.push("a dialog")));
    await opened.reload();
    expect(await opened.getByRole("heading", { level: 1 }).textContent()).toBe("<script>alert(1)</script>Lamps");
    expect(
      await opened
        .getByRole("row", { name: /amber-lights/ })
        .first()
        .isVisible(),
    ).toBe(true);
    expect(faults).toEqual([]);
    await opened.close();
  });

  test("takes no release that is younger than the manifest allows", async () => {
    await page
      .getByLabel("Your mods.yaml")
      .fill('factorio: "2.0"\nmods:\n  amber-lights: "*"\nupdates: { olderThan: 36500d }\n');
    expect(await solve()).toMatch(/^There is no answer/);
    expect(await page.locator(".why, strong").allTextContents()).not.toEqual([]);
  });

  test("takes an exported mirror from a folder, and another game line", async () => {
    const files = readdirSync(join(SITE as string, "example-mirror"), { recursive: true, encoding: "utf8" });
    expect(files.length).toBeGreaterThan(10);
    await page.getByLabel("in a folder of yours").check();
    await page.locator("#folder").setInputFiles(join(SITE as string, "example-mirror"));
    await page.getByLabel("Your mods.yaml").fill('factorio: "2.0"\nmods:\n  amber-lights: "*"\n');
    expect(await solve()).toBe("Resolved 2 mods.");
    await page.getByLabel("Which mods can move to Factorio").fill("2.1");
    await page.getByRole("button", { name: "Try" }).press("Enter");
    await page.getByRole("status").filter({ hasText: "0 of 1 mods can move to 2.1 together." }).waitFor();
  });

  test.skipIf(unreal !== undefined)(`reads real saves${unreal ? ` (${unreal})` : ""}`, async () => {
    for (const [name, mod] of [
      ["2.0-with-48-mods.zip", /^ {2}\S+: "\d/m],
      ["0.18.zip", /^factorio: "0\.18"/m],
      ["1.1.zip", /^factorio: "1\.1"/m],
    ] as const) {
      await page.locator("#file").setInputFiles(join(REAL_DATA, "saves", name));
      await page
        .getByRole("status")
        .filter({ hasText: `Read ${name}: a save.` })
        .waitFor();
      expect(await page.getByLabel("Your mods.yaml").inputValue()).toMatch(mod);
    }
  });

  describe.skipIf(unreal !== undefined)(`20 real lists${unreal ? ` (${unreal})` : ""}`, () => {
    let box: Sandbox;
    beforeAll(async () => {
      box = await createRealSandbox(2048);
    });
    afterAll(() => box.close());

    test("have the same answers as the command line: the same lockfile, byte for byte, or the same explanation", async () => {
      const lists = readRealLists().slice(20, 40);
      await page.getByLabel("by its address").check();
      await page.getByLabel("Address of the mirror").fill(box.portal.url);
      const counts = { solved: 0, unsolvable: 0 };
      for (const list of lists) {
        const manifest = manifestOf(list);
        await box.write("mods.yaml", manifest);
        const told = await box.spawn(["lock", "--json"]);
        await page.getByLabel("Your mods.yaml").fill(manifest);
        const status = await solve();
        if (told.code === 0) {
          counts.solved += 1;
          expect(status).toMatch(/^Resolved/);
          expect(await lockfile()).toBe(await box.read("mods.lock"));
        } else {
          counts.unsolvable += 1;
          const { error } = JSON.parse(told.stdout) as { error: { message: string; explanation: string[] } };
          expect(await page.locator("ol.why li").allTextContents()).toEqual(error.explanation);
        }
        await rm(join(box.project, "mods.lock"), { force: true });
      }
      console.log(
        `playground: ${counts.solved} lists solved, ${counts.unsolvable} without an answer, as the command line says`,
      );
      expect(counts.solved).toBeGreaterThan(8);
    });
  });
});
