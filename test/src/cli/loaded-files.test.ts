import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";

const run = promisify(execFile);
const CLI = fileURLToPath(new URL("../../../packages/cli/", import.meta.url));
const BIN = join(CLI, "bin", "factorio-lock.js");

/** Writes the names of the bundle's files that a run has read. */
const WATCH = `
const fs = require("node:fs");
const read = fs.readFileSync;
const files = new Set();
fs.readFileSync = (file, ...rest) => {
  const name = /[\\\\/]dist[\\\\/]bin[\\\\/]([^\\\\/]+\\.cjs)$/.exec(String(file))?.[1];
  if (name) files.add(name);
  return read(file, ...rest);
};
process.on("exit", () => fs.writeFileSync(process.env.LOADED, JSON.stringify([...files])));
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-loaded-"));
  await writeFile(join(folder, "watch.cjs"), WATCH);
  await writeFile(join(folder, "mods.yaml"), 'factorio: "2.0"\nmods: {}\n');
});
afterAll(() => removeFolder(folder));

async function loadedBy(words: readonly string[]): Promise<readonly string[]> {
  const out = join(folder, "loaded.json");
  const env = { ...process.env, HOME: folder, XDG_CACHE_HOME: folder, LOCALAPPDATA: folder, LOADED: out };
  await run(process.execPath, ["--require", join(folder, "watch.cjs"), BIN, ...words], { cwd: folder, env }).catch(
    () => {},
  );
  return JSON.parse(await readFile(out, "utf8")) as string[];
}

test.each([
  ["--version", [], []],
  ["--help", [], ["main.cjs"]],
  ["lock", ["--offline"], ["main.cjs"]],
  ["list", [], ["main.cjs"]],
  ["search", ["lamps", "--portal", "http://127.0.0.1:9"], ["main.cjs", "undici.cjs"]],
])("%s %j loads no more files of the bundle than it needs", async (command, args, most) => {
  const files = await loadedBy([command, ...args]);
  expect(files.filter((file) => !most.includes(file))).toEqual([]);
});

test("a question to a portal loads the parts of undici that it needs", async () => {
  const files = await loadedBy(["search", "lamps", "--portal", "http://127.0.0.1:9"]);
  expect(files).toContain("undici.cjs");
  expect((await stat(join(CLI, "dist", "bin", "undici.cjs"))).size).toBeLessThan(330_000);
});

test("a doctor names the libraries that the executable holds copies of, where more is wanted", async () => {
  const doctor = (...args: string[]) => run(process.execPath, [BIN, "doctor", "--offline", ...args], { cwd: folder });
  expect((await doctor()).stdout).not.toContain("undici");
  const { stdout } = await doctor("-v");
  const bill = JSON.parse(await readFile(join(CLI, "dist", "sbom.cdx.json"), "utf8")) as {
    components: { name: string; version: string }[];
  };
  const listed = bill.components.map(({ name, version }) => `${name} ${version}`);
  expect(listed.join()).toContain("undici ");
  expect(stdout.slice(stdout.indexOf("holds copies of:")).trim().split(/\n */).slice(1)).toEqual(listed);
});

test("the bundle is no larger than it has to be", async () => {
  const bin = join(CLI, "dist", "bin");
  const names = (await readdir(bin)).filter((name) => name.endsWith(".cjs"));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(bin, name))).size));
  expect((await stat(join(bin, "main.cjs"))).size).toBeLessThan(915_000);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_615_000);
});
