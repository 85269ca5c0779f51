import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatLine, parseGameVersion, parseLockfile } from "@factorio-lock/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import { portalFileCatalog } from "../portal-file/portal-file-catalog.ts";
import { readPortalFile } from "../portal-file/read-portal-file.ts";
import { layGame } from "./lay-game.ts";

const data = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const isThere = existsSync(join(data, "modlists.jsonl"));
if (!isThere) console.log("played lists: skipped, because ../shared/data is not there");

interface RealList {
  readonly id: string;
  readonly factorio: string;
  readonly expansion: boolean;
  readonly builtin: readonly string[];
  readonly mods: readonly string[];
}

/** Every list with LONG, else one of forty. */
const lists: RealList[] = isThere
  ? readFileSync(join(data, "modlists.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line): RealList => JSON.parse(line))
      .filter((_, at) => process.env["LONG"] || at % 40 === 20)
  : [];

describe.skipIf(!isThere)("the stand-in loads exactly what real lists lock, and check agrees", () => {
  let box: Sandbox;
  beforeAll(async () => {
    const mods = await readPortalFile(join(data, "portal.jsonl"));
    const fixed = (): never => {
      throw new Error("the mods of a file do not change");
    };
    box = await createSandbox({
      catalog: portalFileCatalog(mods, 1024),
      publish: fixed,
      withdraw: fixed,
      damage: fixed,
    });
  });
  afterAll(() => box.close());

  test.each(lists)("$id", { timeout: 120_000 }, async ({ id, factorio, expansion, builtin, mods }) => {
    const names = [...builtin.filter((name) => name !== "base"), ...mods].map(
      (name) => `  ${JSON.stringify(name)}: "*"`,
    );
    await box.write(
      `${id}/mods.yaml`,
      [`factorio: "${factorio}"`, `expansion: ${expansion}`, "mods:", ...names, ""].join("\n"),
    );
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
  const all = JSON.parse(readFileSync(join(data, "builtins.json"), "utf8")) as Record<
    string,
    { version: string; dependencies: string[] }[]
  >;
  const line = formatLine((parseGameVersion(factorio) as NonNullable<ReturnType<typeof parseGameVersion>>).line);
  const ofLine = (name: string) => all[name]?.findLast(({ version }) => version.startsWith(`${line}.`));
  const builtins = Object.fromEntries(
    Object.keys(all).flatMap((name) => {
      const mod = name === "core" ? undefined : ofLine(name);
      return mod ? [[name, mod.dependencies] as const] : [];
    }),
  );
  return { version: ofLine("base")?.version ?? `${line}.0`, builtins };
}
