import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatLine, parseGameVersion, parseLockfile } from "@factorio-lock/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../cli/sandbox.ts";
import { hasRealData, manifestOf, REAL_DATA, type RealList, readRealLists } from "../real-lists/real-list.ts";
import { createRealSandbox } from "../real-lists/real-sandbox.ts";
import { layGame } from "./lay-game.ts";

if (!hasRealData) console.log("played lists: skipped, because ../shared/data is not there");

/** Every list with LONG, else one of forty. */
const lists: RealList[] = readRealLists().filter((_, at) => process.env["LONG"] || at % 40 === 20);

describe.skipIf(!hasRealData)("the stand-in loads exactly what real lists lock, and check agrees", () => {
  let box: Sandbox;
  beforeAll(async () => {
    box = await createRealSandbox(1024);
  });
  afterAll(() => box.close());

  test.each(lists)("$id", { timeout: 120_000 }, async (list) => {
    const { id, factorio } = list;
    await box.write(`${id}/mods.yaml`, manifestOf(list));
    const { code, stdout } = await box.run(["install", "--json"], { cwd: id });
    if (code !== 0) return expect(JSON.parse(stdout).error.code).toBe("NO_SOLUTION");
    const game = await layGame(join(box.folder, `game-${factorio}`), newestGame(factorio));
    const lockfile = await parseLockfile((await box.read(`${id}/mods.lock`)) ?? "", "mods.lock");
    const started = await box.spawn(["launch", "--game", game, "--offline"], { cwd: id });
    expect(started.code, started.stdout.slice(-2000) + started.stderr).toBe(0);
    const loaded = [...started.stdout.matchAll(/Loading mod (.+) (\S+) \(data\.lua\)/g)].map(([, name]) => name);
    const locked = ["core", "base", ...lockfile.builtin.filter((name) => name !== "base"), ...lockfile.mods.keys()];
    expect(loaded.toSorted()).toEqual(locked.sort());
    const checked = await box.run(["check", "--json"], { cwd: id });
    expect(checked.code, checked.stdout).toBe(0);
  });
});

/** The newest game of a line, with its builtin mods as they really are. */
function newestGame(factorio: string) {
  const all = JSON.parse(readFileSync(join(REAL_DATA, "builtins.json"), "utf8")) as Record<
    string,
    { version: string; dependencies: string[] }[]
  >;
  const line = formatLine((parseGameVersion(factorio) as NonNullable<ReturnType<typeof parseGameVersion>>).line);
  const ofLine = (name: string) => all[name]?.findLast(({ version }) => version.startsWith(`${line}.`));
  const builtins = Object.fromEntries(
    Object.keys(all).flatMap((name) => {
      // The expansion came with 2.0; the data has a forerunner of it for 1.1, which no game brought.
      const isThere = name === "base" || (name !== "core" && line[0] !== "0" && line[0] !== "1");
      const mod = isThere ? ofLine(name) : undefined;
      return mod ? [[name, mod.dependencies] as const] : [];
    }),
  );
  return { version: ofLine("base")?.version ?? `${line}.0`, builtins };
}
