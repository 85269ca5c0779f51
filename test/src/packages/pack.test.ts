import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));
const bin = (name: string) => join(root, "test", "node_modules", ".bin", name);
const names = ["core", "disk", "game", "portal", "fetcher", "mirror", "cli"];
const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { packageManager: string };

/** Tests the packages as they would be published. They are built before the tests run. */
describe("the published packages", () => {
  let folder: string;
  const tarballs = new Map<string, string>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "factorio-lock-pack-"));
    const packing = ["--recursive", "--filter", "./packages/*", "pack", "--pack-destination", folder];
    await run("npx", ["--yes", manifest.packageManager, ...packing], { cwd: root });
    const files = await readdir(folder);
    for (const name of names) {
      const start = name === "cli" ? /^factorio-lock-\d/ : new RegExp(`^factorio-lock-${name}-\\d`);
      const file = files.find((file) => start.test(file));
      if (file === undefined) throw new Error(`${name} was not packed: ${files.join(" ")}`);
      tarballs.set(name, join(folder, file));
    }
  });
  afterAll(() => removeFolder(folder));

  test.each(names)("%s: publint finds nothing", async (name) => {
    const { buffer, byteOffset, length } = Buffer.from(await readFile(tarballs.get(name) as string));
    const tarball = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
    expect((await publint({ pack: { tarball }, strict: true })).messages).toEqual([]);
  });

  test.each(names)("%s: its types resolve as its code does", async (name) => {
    const options = ["--profile", "esm-only", "--no-emoji", "--no-color"];
    const { stdout } = await run(bin("attw"), [tarballs.get(name) as string, ...options]);
    expect(stdout).toContain("OK (ESM)");
  });

  test.each(names)("%s: holds its README, its licence and no test", async (name) => {
    const { stdout } = await run("tar", ["-tzf", tarballs.get(name) as string]);
    const files = stdout.split("\n");
    expect(files).toEqual(expect.arrayContaining(["package/README.md", "package/LICENSE"]));
    expect(files.filter((file) => /\.test\.|tsbuildinfo|node_modules|\.map$/.test(file))).toEqual([]);
  });

  test("the executable brings the licences of the libraries that it holds copies of", async () => {
    const tarball = tarballs.get("cli") as string;
    const { stdout } = await run("tar", ["-xOzf", tarball, "package/dist/THIRD-PARTY-NOTICES.txt"]);
    for (const library of ["undici", "yaml", "valibot", "semver", "yargs-parser", "@clack/prompts"]) {
      expect(stdout).toMatch(new RegExp(`^${library} \\d+\\.\\d+\\.\\d+$`, "m"));
    }
    expect(stdout).not.toContain("@factorio-lock/");
    expect(stdout.match(/Permission|ISC|Apache/g)?.length).toBeGreaterThan(5);
  });

  // pnpm and yarn are fetched for it, so only with LONG=1. What is not published yet is taken from the tarballs everywhere.
  test.each(process.env["LONG"] ? ["npm", manifest.packageManager, "yarn@1.22.22"] : ["npm"])(
    "all of them install into an empty folder by %s, and the command runs there",
    async (manager) => {
      const home = await mkdtemp(join(folder, "home-"));
      const options = { cwd: home, env: { ...process.env, HOME: home } };
      const packages = Object.fromEntries(
        [...tarballs].map(([name, path]) => [
          name === "cli" ? "factorio-lock" : `@factorio-lock/${name}`,
          `file:${path}`,
        ]),
      );
      const project = { private: true, dependencies: packages, resolutions: packages, pnpm: { overrides: packages } };
      await writeFile(join(home, "package.json"), JSON.stringify(project));
      if (manager === "npm") await run("npm", ["install", "--no-audit", "--no-fund"], options);
      else await run("npx", ["--yes", manager, "install"], options);
      const version = JSON.parse(await readFile(join(root, "packages", "cli", "package.json"), "utf8")).version;
      const { stdout } = await run(join(home, "node_modules", ".bin", "factorio-lock"), ["--version"], options);
      expect(stdout.trim()).toBe(version);
      const library = 'import("@factorio-lock/core").then((core) => console.log(typeof core.resolve))';
      expect((await run(process.execPath, ["-e", library], options)).stdout.trim()).toBe("function");
    },
  );
});
