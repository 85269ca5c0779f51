import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { exportMirror } from "@factorio-lock/mirror";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { CHROME, openChromium, watchedPage } from "../pages/chromium.ts";
import { freePort, hasNginx, startNginx } from "./nginx.ts";

const LOCK = `lockfileVersion: 1

factorio: "2.0"
expansion: false

requirements:
  salt-pan: "*"

builtin:
  - base

mods:
  salt-pan:
    version: "1.0.0"
    file: "salt-pan_1.0.0.zip"
    sha1: "${"a".repeat(40)}"
    download: "/download/salt-pan/${"b".repeat(24)}"
    released: "2026-01-02T03:04:05.000000Z"
    dependencies:
      - "base"
`;

/** Pages of an export, served by an nginx with the configuration that lies in it. */
describe.skipIf(!hasNginx)("an export's pages behind nginx (skipped without one)", () => {
  let root: string;
  let nginx: Awaited<ReturnType<typeof startNginx>>;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "factorio-lock-plain-pages-"));
    // The workers of an nginx that root starts are nobody.
    await chmod(root, 0o755);
    for (const name of ["mods", "packs"]) await mkdir(join(root, name));
    for (const name of ["salt-pan", "Wind Vane"]) {
      const info = { name, version: "1.0.0", title: `${name} & <b>`, author: "nobody", factorio_version: "2.0" };
      await writeFile(join(root, "mods", `${name}_1.0.0.zip`), await makeArchive(info));
    }
    await writeFile(join(root, "packs", "friday.lock"), LOCK);
    const port = await freePort();
    const out = join(root, "out");
    const listen = `127.0.0.1:${port}`;
    await exportMirror({ directory: join(root, "mods"), out, packs: join(root, "packs"), listen, settle: 0 });
    nginx = await startNginx(out, port);
  });
  afterAll(async () => {
    await nginx?.stop();
    await removeFolder(root);
  });

  test.each([
    ["/", "text/html; charset=utf-8", "2 mods"],
    ["/mods/salt-pan", "text/html; charset=utf-8", "<h1>salt-pan &amp; &lt;b&gt;</h1>"],
    ["/mods/Wind%20Vane", "text/html; charset=utf-8", "<h1>Wind Vane &amp; &lt;b&gt;</h1>"],
    ["/packs/friday", "text/html; charset=utf-8", "salt-pan 1.0.0"],
    ["/packs/friday.lock", "text/plain; charset=utf-8", 'salt-pan:\n    version: "1.0.0"'],
  ])("%s is served as what it is, and by the headers of a page that loads nothing", async (path, type, text) => {
    const answer = await fetch(nginx.url + path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(await answer.text()).toContain(text);
  });

  test.each(["/mods/none", "/packs/none", "/packs/none.lock", "/index.html", "/packs/..%2fnginx.conf"])(
    "%s is not there",
    async (path) => {
      expect((await fetch(nginx.url + path)).status).toBe(404);
    },
  );

  test.skipIf(CHROME === undefined)(
    "in Chromium (skipped without one) the front page leads to a mod and a pack, styled and without a fault",
    async () => {
      const browser = await openChromium();
      try {
        const { page, faults, requests } = await watchedPage(browser);
        await page.goto(nginx.url);
        // The page's own policy lets its style through, and the header does not stop that.
        expect(await page.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse")).toBe(
          "collapse",
        );
        await page.getByRole("link", { name: "salt-pan" }).first().click();
        await page.getByRole("heading", { name: "Releases" }).waitFor();
        await page.getByRole("link", { name: "All mods" }).click();
        await page.getByRole("link", { name: "friday", exact: true }).click();
        await page.getByRole("button", { name: "Version" }).waitFor();
        expect(faults.filter((fault) => !/favicon/.test(fault))).toEqual([]);
        expect(requests.filter((url) => !url.startsWith(nginx.url))).toEqual([]);
        // A page's policy runs no script of ours either.
        const context = await browser.newContext({ bypassCSP: true, viewport: { width: 400, height: 800 } });
        const looked = await context.newPage();
        for (const path of ["/", "/mods/salt-pan", "/packs/friday"]) {
          await looked.goto(nginx.url + path);
          await looked.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
          const found = "axe.run().then(({ violations }) => violations.map(({ id, impact }) => `${impact}: ${id}`))";
          expect(await looked.evaluate(found), path).toEqual([]);
        }
      } finally {
        await browser.close();
      }
    },
  );
});
