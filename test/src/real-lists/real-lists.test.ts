import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { builtinMods, type GameVersion, isBuiltin, parseGameVersion, parseLockfile } from "@factorio-lock/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../cli/sandbox.ts";
import { hasRealData, manifestOf, type RealList, readRealLists } from "./real-list.ts";
import { createRealSandbox } from "./real-sandbox.ts";

interface Outcome {
  readonly code: number;
  readonly document: {
    readonly ok: boolean;
    readonly mods: readonly { readonly name: string; readonly version: string }[];
    readonly problems?: readonly unknown[];
    readonly error?: { readonly code: string; readonly explanation: readonly string[] };
  };
}

if (!hasRealData) console.log("real lists: skipped, because ../shared/data is not there");

describe.skipIf(!hasRealData)(
  "the first 20 real mod lists, through the real command and a portal of real metadata",
  () => {
    let box: Sandbox;
    const totals = { solved: 0, unsolvable: 0, archives: 0 };

    beforeAll(async () => {
      box = await createRealSandbox(2048);
    });
    afterAll(async () => {
      console.log(
        `real lists: ${totals.solved} solved and installed with ${totals.archives} archives, ${totals.unsolvable} without an answer`,
      );
      await box.close();
    });

    async function factorioLock(cwd: string, cache: string, ...args: string[]): Promise<Outcome> {
      const env = { FACTORIO_LOCK_CACHE: join(box.folder, cache) };
      const { code, stdout } = await box.spawn([...args, "--json"], { cwd, env });
      return { code, document: JSON.parse(stdout) };
    }

    test.each(readRealLists().slice(0, 20))("$id", async (list) => {
      const home = list.id;
      await box.write(`${home}/mods.yaml`, manifestOf(list));

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
      for (const name of ["mods.yaml", "mods.lock"]) {
        await box.write(`${other}/${name}`, (await box.read(`${home}/${name}`)) ?? "");
      }
      box.requests.length = 0;
      expect(await factorioLock(other, `cache-${list.id}`, "install", "--frozen")).toMatchObject({ code: 0 });
      expect(box.requests.filter(({ path }) => path.startsWith("/api/"))).toEqual([]);
      expect(await contents(join(box.project, other, "mods"))).toEqual(await contents(join(box.project, home, "mods")));
      totals.solved++;
    });

    async function expectInstalled(home: string, cache: string, list: RealList): Promise<void> {
      expect(await factorioLock(home, cache, "install")).toMatchObject({ code: 0 });
      expect(await factorioLock(home, cache, "verify")).toMatchObject({ code: 0, document: { problems: [] } });
      const lockfile = await parseLockfile((await box.read(`${home}/mods.lock`)) ?? "", "mods.lock");
      const files = await contents(join(box.project, home, "mods"));
      const expected = new Map(
        [...lockfile.mods.values()].flatMap((mod) => (mod.kind === "release" ? [[mod.file, mod.sha1] as const] : [])),
      );
      expect(new Map([...files].filter(([name]) => name.endsWith(".zip")))).toEqual(expected);
      totals.archives += expected.size;

      const { mods } = JSON.parse((await box.read(`${home}/mods/mod-list.json`)) ?? "") as {
        mods: { name: string; enabled: boolean; version?: string }[];
      };
      const builtin = [...builtinMods(parseGameVersion(list.factorio) as GameVersion).keys()];
      expect(mods.filter(({ name }) => isBuiltin(name)).map(({ name }) => name)).toEqual(builtin.sort());
      expect(mods.filter(({ name }) => !isBuiltin(name))).toEqual(
        [...lockfile.mods].map(([name, { version }]) => ({ name, enabled: true, version: version.text })),
      );
    }
  },
);

/** The SHA-1 of every file in a mod directory but our own record, by name, in name order. */
async function contents(directory: string): Promise<Map<string, string>> {
  const names = (await readdir(directory)).filter((name) => name !== ".factorio-lock").sort();
  const hash = async (name: string) =>
    createHash("sha1")
      .update(await readFile(join(directory, name)))
      .digest("hex");
  return new Map(await Promise.all(names.map(async (name) => [name, await hash(name)] as const)));
}
