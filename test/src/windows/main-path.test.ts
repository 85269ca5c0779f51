import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSandbox, EXECUTABLE, type Sandbox } from "../cli/sandbox.ts";
import { createWine, NO_WINDOWS, type WineOutput } from "./wine.ts";

/** The main path on Windows, as far as Wine can show it. `docs/testing.md` says what it cannot. */
describe.skipIf(NO_WINDOWS !== undefined)(
  `on Windows${NO_WINDOWS === undefined ? "" : ` (not run: ${NO_WINDOWS})`}`,
  () => {
    let wine: Awaited<ReturnType<typeof createWine>>;
    let box: Sandbox;
    beforeAll(async () => {
      box = await createSandbox();
      wine = await createWine();
    });
    beforeEach(({ skip }) => skip(wine.failure !== undefined, wine.failure));
    afterAll(async () => {
      wine.close();
      await box.close();
    });

    /** Runs the built executable in a folder of C:. */
    const run = async (pack: string, ...args: readonly string[]): Promise<WineOutput> => {
      const folder = join(wine.c, "packs", pack);
      mkdirSync(folder, { recursive: true });
      const env = { FACTORIO_LOCK_PORTAL: box.portal.url, FACTORIO_USERNAME: "test-player", FACTORIO_TOKEN: "a-token" };
      return wine.node(folder, [`Z:${EXECUTABLE.replaceAll("/", "\\")}`, ...args], env);
    };
    const ok = async (pack: string, ...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await run(pack, ...args);
      expect({ code, text: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, text: "" });
      return stdout + stderr;
    };

    test("init, add, install, update, verify on one drive", async () => {
      expect(await ok("one", "init", "--factorio", "2.0")).toContain("~/AppData/Roaming/Factorio/mods");
      expect(await ok("one", "add", "tall-masts")).toContain("mods/ now holds");
      const mods = join(wine.c, "packs", "one", "mods");
      expect(existsSync(join(mods, "tall-masts_1.0.0.zip"))).toBe(true);
      expect(readFileSync(join(mods, "mod-list.json"), "utf8")).toContain('"tall-masts"');
      expect(await ok("one", "install", "--frozen")).toContain("has them all in place");
      expect(await ok("one", "update")).toContain("up to date");
      expect(await ok("one", "verify")).toContain("every byte checked");
    });

    test("install on two drives, and a mod of one's own by a path with backslashes", async () => {
      const pack = join(wine.c, "packs", "two");
      mkdirSync(join(wine.c, "packs", "my-own"), { recursive: true });
      mkdirSync(pack, { recursive: true });
      const info = {
        name: "my-own",
        version: "0.0.1",
        title: "Mine",
        author: "me",
        factorio_version: "2.0",
        dependencies: [],
      };
      writeFileSync(join(wine.c, "packs", "my-own", "info.json"), JSON.stringify(info));
      const manifest = 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  my-own: { path: "..\\\\my-own" }\n';
      writeFileSync(join(pack, "mods.yaml"), manifest);
      expect(await ok("two", "install", "--mod-directory", "D:\\mods")).toContain("D:/mods/ now holds");
      expect(existsSync(join(wine.d, "mods", "tall-masts_1.0.0.zip"))).toBe(true);
      expect(readFileSync(join(pack, "mods.lock"), "utf8")).toContain('path: "../my-own"');
      expect(await ok("two", "verify", "--mod-directory", "D:\\mods")).toContain("every byte checked");
      expect(await ok("two", "install", "--frozen", "--offline", "--mod-directory", "D:\\mods")).toContain("in place");
      // A copy is recognised by its content, and made again when that changes.
      writeFileSync(join(wine.c, "packs", "my-own", "data.lua"), "-- more");
      const changed = await run("two", "verify", "--mod-directory", "D:\\mods");
      expect(changed).toMatchObject({ code: 5 });
      expect(changed.stdout).toContain("other content than locked");
      expect(await ok("two", "cache", "clean")).toContain("Deleted");
    });

    test("mirror: fill a folder, and write it as plain files", async () => {
      expect(await ok("one", "mirror", "add", "D:\\mirror")).toContain("+ tall-masts_1.0.0.zip");
      expect(await ok("one", "mirror", "export", "D:\\mirror", "D:\\out")).toContain("Wrote");
      expect(existsSync(join(wine.d, "out", "api", "mods", "tall-masts.json"))).toBe(true);
    });

    test("the scripts run node where its path has a blank", async () => {
      const steps = new URL("../../../scripts/steps.mjs", import.meta.url).pathname;
      const program = `import("file:///Z:${steps}").then(({ run }) => process.exit(run(process.execPath, ["-e", "process.exit(3)"], { stdio: "ignore" }).status))`;
      expect(await wine.node(wine.c, ["-e", program])).toMatchObject({ code: 3 });
    });
  },
);
