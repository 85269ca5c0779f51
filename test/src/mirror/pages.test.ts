import { mkdir, mkdtemp, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { exportMirror, type Mirror, startMirror } from "@factorio-lock/mirror";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { CHROME, openChromium, watchedPage } from "../pages/chromium.ts";

const EVIL = `</title></style></pre><script>window.hit=1</script><img src=/x onerror="window.hit=1">'"`;

const LOCK = `lockfileVersion: 1

factorio: "2.0"
expansion: false

requirements:
  tall-masts: "*"

builtin:
  - base

mods:
  gear-lib:
    version: "1.0.0"
    file: "gear-lib_1.0.0.zip"
    sha1: "${"a".repeat(40)}"
    download: "/download/gear-lib/${"b".repeat(24)}"
    released: "2026-01-02T03:04:05.000000Z"
    dependencies: []

  tall-masts:
    version: "1.0.0"
    file: "tall-masts_1.0.0.zip"
    sha1: "${"c".repeat(40)}"
    download: "/download/tall-masts/${"d".repeat(24)}"
    released: "2026-01-02T03:04:05.000000Z"
    dependencies:
      - "gear-lib >= 1.0"
`;

let root: string;
let mirror: Mirror;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "factorio-lock-pages-"));
  await mkdir(join(root, "mods"));
  await mkdir(join(root, "packs", "friday"), { recursive: true });
  const put = async (name: string, more: object, changelog: string) => {
    const info = { name, version: "1.0.0", title: `${name} ${EVIL}`, author: EVIL, factorio_version: "2.0", ...more };
    await writeFile(join(root, "mods", `${name}_1.0.0.zip`), await makeArchive(info, { "changelog.txt": changelog }));
  };
  await put("gear-lib", { description: EVIL, homepage: "javascript:alert(1)" }, `Version: 1.0.0\n    - ${EVIL}\n`);
  await put("tall-masts", { dependencies: ["base", "gear-lib >= 1.0", `? x ${EVIL}`] }, "");
  await writeFile(join(root, "packs", "friday", "mods.lock"), LOCK);
  await writeFile(join(root, "packs", "saturday.lock"), LOCK);
  await writeFile(join(root, "packs", "broken.lock"), `lockfileVersion: ${EVIL}`);
  await writeFile(join(root, "packs", "<b>.lock"), LOCK).catch(() => {});
  mirror = await startMirror({ directory: join(root, "mods"), packs: join(root, "packs"), settle: 0 });
});
afterAll(async () => {
  await mirror.close();
  await removeFolder(root);
});

/** The text of a page that was found, with its tags as `|`. */
async function shown(path: string): Promise<string> {
  const answer = await fetch(mirror.url + path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const policy = answer.headers.get("content-security-policy");
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /);
  expect(policy).not.toMatch(/unsafe|\*/);
  const page = await answer.text();
  expect(page).not.toMatch(/<(?:img|iframe|link)|javascript:|\son\w+="/);
  expect(page.match(/<\/(?:title|style)>/g)).toEqual(
    [...page.matchAll(/<(?:title|style)>/g)].map(([tag]) => tag.replace("<", "</")),
  );
  return page.replace(/<style>[^]*?<\/style>|<script>[^]*?<\/script>/g, "").replace(/<[^>]*>/g, "|");
}

describe("the mirror's pages", () => {
  test("the front page searches, and names packs and health", async () => {
    const front = await shown("/");
    expect(front).toContain("2 mods");
    expect(front).toContain(`${mirror.url}/packs/friday.lock`);
    expect(front).toContain("saturday");
    expect(front).not.toMatch(/broken|&lt;b&gt;/);
    expect(front).toMatch(/Serves\|+2 releases of 2 mods/);
    expect(front).toMatch(/Disk\|+[\d.]+ k?B of archives, [\d.]+ \w+ free/);
    expect(front).toMatch(/Requests\|+\d+ since the start/);
    const found = await shown(`/?q=${encodeURIComponent("GEAR")}`);
    expect(found).toContain("1 found for");
    expect(found).not.toContain("tall-masts");
    expect(await shown(`/?q=${encodeURIComponent(EVIL)}&page=-1`)).toContain("&lt;script&gt;");
  });

  test("a mod has releases, dependencies, changelog, and the packs with it", async () => {
    const page = await shown("/mods/gear-lib");
    expect(page).toMatch(/\|1\.0\.0\|+2\.0\|/);
    expect(page).toContain("Changelog");
    expect(page).toMatch(/friday\|+ at 1\.0\.0/);
    expect(await shown("/mods/tall-masts")).toContain("gear-lib &gt;= 1.0");
    const missing = await fetch(`${mirror.url}/mods/no-such-mod`);
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect((await fetch(mirror.url, { method: "POST" })).status).toBe(405);
  });

  test("a pack has a page, and the lockfile that sync takes; a changed one is read again", async () => {
    expect(await shown("/packs/friday")).toContain("gear-lib 1.0.0");
    const lock = await fetch(`${mirror.url}/packs/saturday.lock`);
    expect(lock.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await lock.text()).toContain('gear-lib:\n    version: "1.0.0"');
    await writeFile(join(root, "new.lock"), LOCK.replaceAll("1.0.0", "1.0.1"));
    await rename(join(root, "new.lock"), join(root, "packs", "saturday.lock"));
    expect(await shown("/packs/saturday")).toContain("gear-lib 1.0.1");
    for (const path of ["/packs/broken", "/packs/nothing", "/packs/..%2fmods", "/packs/nothing.lock"]) {
      expect((await fetch(mirror.url + path)).status).toBe(404);
    }
  });

  test("an export holds the same pages as files", async () => {
    const out = join(root, "out");
    await exportMirror({ directory: join(root, "mods"), out, packs: join(root, "packs"), settle: 0 });
    const read = (name: string) => readFile(join(out, name), "utf8");
    expect(await read("mods/gear-lib.html")).toBe(await (await fetch(`${mirror.url}/mods/gear-lib`)).text());
    expect(await read("packs/friday.html")).toBe(await (await fetch(`${mirror.url}/packs/friday`)).text());
    expect(await read("packs/friday.lock")).toContain("lockfileVersion: 1");
    const front = await read("index.html");
    expect(front).toContain('href="/packs/friday.lock"');
    expect(front).not.toContain("<form");
    expect(await read("nginx.conf")).toContain("try_files /index.html");
  });

  test.skipIf(CHROME === undefined)(
    "in Chromium (skipped without one) nothing of it lives, and the search works",
    async () => {
      const browser = await openChromium();
      try {
        const { page, faults, requests } = await watchedPage(browser, { javaScriptEnabled: true });
        for (const path of ["/mods/gear-lib", "/mods/tall-masts", "/packs/friday", "/"]) {
          await page.goto(mirror.url + path);
          expect(await page.evaluate("window.hit")).toBeUndefined();
          expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
        }
        await page.getByRole("searchbox").fill("masts");
        await page.getByRole("button", { name: "Search" }).click();
        await page.getByRole("heading", { name: "1 found" }).waitFor();
        expect(faults.filter((fault) => !/favicon/.test(fault))).toEqual([]);
        expect(requests.filter((url) => !url.startsWith(mirror.url))).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});
