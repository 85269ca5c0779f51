import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readdir, utimes, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";

const LOADER = fileURLToPath(new URL("../../../packages/cli/bin/code-cache.js", import.meta.url));

test("a new build is run, also where its size and time are those of the old one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-code-"));
  try {
    const file = join(folder, "main.cjs");
    const run = async (word: string) => {
      const head = word.repeat(32);
      await writeFile(file, `/*${head}*/(function(){process.stdout.write("${word}")})`);
      await utimes(file, 1, 1);
      const script = `require(${JSON.stringify(LOADER)}).load(${JSON.stringify(folder)}, "main.cjs")`;
      const env = { ...process.env, XDG_CACHE_HOME: folder, LOCALAPPDATA: folder };
      return execFileSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
    };
    expect([await run("a"), await run("a"), await run("b")]).toEqual(["a", "a", "b"]);
  } finally {
    await removeFolder(folder);
  }
});

test("only a command that came to an end leaves its compiled form", async () => {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-code-"));
  try {
    await writeFile(join(folder, "main.cjs"), `/*${"a".repeat(32)}*/(function(){})`);
    const kept = async (code: number) => {
      const script = `require(${JSON.stringify(LOADER)}).load(${JSON.stringify(folder)}, "main.cjs");process.exit(${code})`;
      const env = { ...process.env, XDG_CACHE_HOME: folder, LOCALAPPDATA: folder };
      expect(spawnSync(process.execPath, ["-e", script], { env }).status).toBe(code);
      return readdir(join(folder, "factorio-lock", "code")).catch(() => []);
    };
    // Whoever presses Ctrl-C waits for the end; and a part of the code is not what the next run needs.
    expect(await kept(130)).toEqual([]);
    expect(await kept(2)).toEqual([]);
    expect(await kept(5)).toHaveLength(1);
  } finally {
    await removeFolder(folder);
  }
});

interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  homedir(): string;
}

const { cacheFolder } = createRequire(import.meta.url)(LOADER) as {
  readonly cacheFolder: (machine: Machine) => string | undefined;
};

/** A system, its variables, the user's home, and where compiled code is kept. */
const FOLDERS: readonly [NodeJS.Platform, NodeJS.ProcessEnv, string, string | undefined][] = [
  ["linux", {}, "/home/ada", "/home/ada/.cache"],
  ["linux", { XDG_CACHE_HOME: "/fast" }, "/home/ada", "/fast"],
  ["linux", { XDG_CACHE_HOME: "relative", LOCALAPPDATA: "C:\\x" }, "/home/ada", "/home/ada/.cache"],
  ["linux", {}, "", undefined],
  ["darwin", {}, "/Users/ada", "/Users/ada/Library/Caches"],
  ["darwin", { XDG_CACHE_HOME: "/fast" }, "/Users/ada", "/fast"],
  ["win32", {}, "C:\\Users\\ada", "C:\\Users\\ada\\AppData\\Local"],
  ["win32", { LOCALAPPDATA: "D:\\local" }, "C:\\Users\\ada", "D:\\local"],
  ["win32", { XDG_CACHE_HOME: "C:\\fast" }, "C:\\Users\\ada", "C:\\Users\\ada\\AppData\\Local"],
  ["win32", {}, "", undefined],
];

test.each(FOLDERS)("on %s with %j and the home %j code is kept in %j", (platform, env, home, folder) => {
  expect(cacheFolder({ env, platform, homedir: () => home })).toBe(folder);
});

test("a user without an entry in the user database has no such folder", () => {
  const homedir = (): string => {
    throw new Error("ENOENT: uv_os_homedir");
  };
  for (const platform of ["linux", "darwin", "win32"] as const) {
    expect(cacheFolder({ env: {}, platform, homedir })).toBeUndefined();
  }
});
