import { spawn } from "node:child_process";
import { chmod, chown, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, EXECUTABLE, type Output, type Sandbox } from "./sandbox.ts";

const isRoot = process.getuid?.() === 0;

/** A user without an entry in the user database, as containers run with. */
const STRANGER = 4242;

const MANIFEST = `factorio: "2.0"
mods:
  tall-masts: "*"
`;

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
  await chmod(box.folder, 0o755);
  await chown(box.project, STRANGER, STRANGER).catch(() => {});
  await chown(join(box.project, "mods.yaml"), STRANGER, STRANGER).catch(() => {});
});
afterEach(() => box.close());

/** Runs the built executable as the stranger, with this environment and nothing of the test's own. */
function spawnAs(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Output> {
  const switching = ["--reuid", String(STRANGER), "--regid", String(STRANGER), "--clear-groups"];
  const child = spawn("setpriv", [...switching, process.execPath, EXECUTABLE, ...args], {
    cwd: box.project,
    env: {
      PATH: process.env["PATH"],
      FACTORIO_LOCK_PORTAL: box.portal.url,
      FACTORIO_USERNAME: "test-player",
      FACTORIO_TOKEN: "any",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** A folder of root's next to the project. */
async function folderOfRoot(name: string, mode: number): Promise<string> {
  const path = join(box.folder, name);
  await mkdir(path, { recursive: true });
  await chmod(path, mode);
  return path;
}

const HOMES: readonly (readonly [string, () => Promise<Readonly<Record<string, string>>>])[] = [
  ["no HOME and no entry in the user database", async () => ({})],
  ["HOME is /dev/null", async () => ({ HOME: "/dev/null" })],
  ["HOME is empty", async () => ({ HOME: "" })],
  ["HOME is a relative path", async () => ({ HOME: "somewhere" })],
  ["HOME does not exist", async () => ({ HOME: "/nonexistent/home" })],
  ["the home is another user's", async () => ({ HOME: await folderOfRoot("theirs", 0o700) })],
  ["the home is read-only", async () => ({ HOME: await folderOfRoot("fixed", 0o555) })],
  ["the XDG folders are relative", async () => ({ XDG_CACHE_HOME: "cache", XDG_CONFIG_HOME: "config", HOME: "" })],
  [
    "root made the cache folder",
    async () => {
      const home = await folderOfRoot("mine", 0o755);
      await chown(home, STRANGER, STRANGER);
      await folderOfRoot("mine/.cache/factorio-lock/code", 0o755);
      return { HOME: home };
    },
  ],
];

/** Commands run with a named cache; all of them once, and with LONG in each home. */
const COMMANDS = [["verify"], ["list"], ["cache", "size"]];

describe.skipIf(!isRoot || process.platform !== "linux")("without a home of one's own", () => {
  test.each(HOMES)(
    "%s: the flag that names a cache is named before a download, and all works with it",
    async (_, home) => {
      const env = await home();
      const works = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
        const { code, stderr } = await spawnAs(args, { ...env, ...more });
        expect([args, code, stderr]).toEqual([args, 0, expect.not.stringMatching(/error|warning|\n\s+at /)]);
      };
      await works(["lock"]);
      const { code, stderr } = await spawnAs(["install"], env);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/hint: .*--cache-dir or FACTORIO_LOCK_CACHE/)]);
      expect(box.requests.filter(({ path }) => path.startsWith("/download"))).toEqual([]);
      await removeFolder(join(box.project, "mods"));
      expect((await readdir(box.project)).sort()).toEqual(["mods.lock", "mods.yaml"]);

      const cache = { FACTORIO_LOCK_CACHE: await folderOfRoot("cache", 0o777) };
      const more = process.env["LONG"] || home === HOMES[0]?.[1] ? COMMANDS : [];
      for (const args of [["install"], ["add", "gear-lib"], ...more]) await works(args, cache);
      expect((await readdir(box.project)).sort()).toEqual(["mods", "mods.lock", "mods.yaml"]);
    },
  );

  test("commands that only read the modpack need no cache", async () => {
    const cache = { FACTORIO_LOCK_CACHE: await folderOfRoot("cache", 0o777) };
    expect((await spawnAs(["install"], cache)).code).toBe(0);
    for (const args of [
      ["list"],
      ["list", "--load-order"],
      ["tree"],
      ["why", "gear-lib"],
      ["verify"],
      ["check"],
      ["history"],
      ["settings"],
      ["lock", "--check"],
      ["diff", "mods.lock", "mods.lock"],
      ["export", "mod-list"],
      ["export", "markdown"],
      ["export", "pack", "-"],
      ["graph"],
    ]) {
      const { code, stderr } = await spawnAs(args, {});
      expect([args, code, stderr]).toEqual([args, 0, expect.not.stringMatching(/error|warning|\n\s+at /)]);
    }
  });

  test("no folder is shown where there is none", async () => {
    for (const args of [
      ["cache", "dir"],
      ["doctor", "--offline"],
    ]) {
      const { code, stdout, stderr } = await spawnAs(args, {});
      expect([code, stdout + stderr]).toEqual([1, expect.stringContaining("this user has no home folder")]);
      expect(stdout + stderr).toMatch(/--cache-dir or FACTORIO_LOCK_CACHE/);
    }
  });
});
