import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtinMods, type GameVersion, isBuiltin, parseGameVersion, parseLockfile } from "@factorio-lock/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FilePortal, servePortalFile } from "../portal-file/serve-portal-file.ts";

const data = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const command = fileURLToPath(new URL("../../../packages/cli/bin/factorio-lock.js", import.meta.url));

/** One line of modlists.jsonl: the mods that a real player had enabled. */
interface RealList {
  readonly id: string;
  readonly factorio: string;
  readonly expansion: boolean;
  readonly builtin: readonly string[];
  readonly mods: readonly string[];
}

interface Outcome {
  readonly code: number;
  readonly document: {
    readonly ok: boolean;
    readonly mods: readonly { readonly name: string; readonly version: string }[];
    readonly problems?: readonly unknown[];
    readonly error?: { readonly code: string; readonly explanation: readonly string[] };
  };
}

const isThere = existsSync(join(data, "modlists.jsonl"));
if (!isThere) console.log("real lists: skipped, because ../shared/data is not there");

describe.skipIf(!isThere)("the first 20 real mod lists, through the real command and a portal of real metadata", () => {
  let portal: FilePortal;
  let folder: string;
  const totals = { solved: 0, unsolvable: 0, archives: 0 };

  beforeAll(async () => {
    portal = await servePortalFile({ mods: join(data, "portal.jsonl"), size: 2048 });
    folder = await mkdtemp(join(tmpdir(), "factorio-lock-real-"));
  });
  afterAll(async () => {
    console.log(
      `real lists: ${totals.solved} solved and installed with ${totals.archives} archives, ${totals.unsolvable} without an answer`,
    );
    await portal.close();
    await rm(folder, { recursive: true, force: true });
  });

  function factorioLock(cwd: string, cache: string, ...args: string[]): Promise<Outcome> {
    const env = {
      ...process.env,
      CI: "",
      HOME: folder,
      FACTORIO_LOCK_PORTAL: portal.url,
      FACTORIO_LOCK_CACHE: join(folder, cache),
      FACTORIO_USERNAME: "player",
      FACTORIO_TOKEN: "0123456789abcdef",
    };
    return new Promise((resolve) => {
      execFile(process.execPath, [command, ...args, "--json"], { cwd, env }, (error, stdout) =>
        resolve({ code: (error?.code as number | undefined) ?? 0, document: JSON.parse(stdout) }),
      );
    });
  }

  test.each(isThere ? firstLists(20) : [])("$id", async (list) => {
    const home = join(folder, list.id);
    await mkdir(home);
    await writeFile(join(home, "mods.yaml"), manifestOf(list));

    const locked = await factorioLock(home, "cache", "lock");
    if (!locked.document.ok) {
      expect(locked).toMatchObject({ code: 3, document: { error: { code: "NO_SOLUTION" } } });
      expect(locked.document.error?.explanation.length).toBeGreaterThan(1);
      totals.unsolvable++;
      return;
    }
    expect(locked.document.mods.map(({ name }) => name)).toEqual(expect.arrayContaining([...list.mods]));
    await expectInstalled(home, "cache", list);

    // The same lockfile elsewhere, with a cache of its own: the same bytes, and no question to the API.
    const other = `${home}-other`;
    await mkdir(other);
    for (const name of ["mods.yaml", "mods.lock"]) await cp(join(home, name), join(other, name));
    portal.forget();
    expect(await factorioLock(other, `cache-${list.id}`, "install", "--frozen")).toMatchObject({ code: 0 });
    expect(portal.count("/api/")).toBe(0);
    expect(await contents(join(other, "mods"))).toEqual(await contents(join(home, "mods")));
    totals.solved++;
  });

  async function expectInstalled(home: string, cache: string, list: RealList): Promise<void> {
    expect(await factorioLock(home, cache, "install")).toMatchObject({ code: 0 });
    expect(await factorioLock(home, cache, "verify")).toMatchObject({ code: 0, document: { problems: [] } });
    const lockfile = await parseLockfile(await readFile(join(home, "mods.lock"), "utf8"), "mods.lock");
    const files = await contents(join(home, "mods"));
    const expected = new Map(
      [...lockfile.mods.values()].flatMap((mod) => (mod.kind === "release" ? [[mod.file, mod.sha1] as const] : [])),
    );
    expect(new Map([...files].filter(([name]) => name.endsWith(".zip")))).toEqual(expected);
    totals.archives += expected.size;

    const { mods } = JSON.parse(await readFile(join(home, "mods", "mod-list.json"), "utf8")) as {
      mods: { name: string; enabled: boolean; version?: string }[];
    };
    const builtin = [...builtinMods(parseGameVersion(list.factorio) as GameVersion).keys()];
    expect(mods.filter(({ name }) => isBuiltin(name)).map(({ name }) => name)).toEqual(builtin.sort());
    expect(mods.filter(({ name }) => !isBuiltin(name))).toEqual(
      [...lockfile.mods].map(([name, { version }]) => ({ name, enabled: true, version: version.text })),
    );
  }
});

function firstLists(count: number): RealList[] {
  const lines = readFileSync(join(data, "modlists.jsonl"), "utf8").trim().split("\n");
  return lines.slice(0, count).map((line) => JSON.parse(line));
}

function manifestOf(list: RealList): string {
  const mods = [...list.builtin.filter((name) => name !== "base"), ...list.mods];
  return [
    `factorio: "${list.factorio}"`,
    `expansion: ${list.expansion}`,
    "mods:",
    ...mods.map((name) => `  ${JSON.stringify(name)}: "*"`),
    "",
  ].join("\n");
}

/** The SHA-1 of every file in a mod directory but our own record, by name, in name order. */
async function contents(directory: string): Promise<Map<string, string>> {
  const names = (await readdir(directory)).filter((name) => name !== ".factorio-lock").sort();
  const hash = async (name: string) =>
    createHash("sha1")
      .update(await readFile(join(directory, name)))
      .digest("hex");
  return new Map(await Promise.all(names.map(async (name) => [name, await hash(name)] as const)));
}
