import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseLockfile } from "@factorio-lock/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import type { WorldMod } from "../cli/world.ts";
import { layGame } from "./lay-game.ts";
import { load } from "./stand-in.mjs";
import { breakOne, picker, VARIANTS, type Victim } from "./variants.ts";

const SEED = Number(process.env["SEED"] ?? 20261127);
const RUNS = process.env["LONG"] ? 1000 : 70;

const release = (version: string, ...dependencies: string[]) => ({ version, dependencies });

/** Mods with every kind of dependency, a circle of `~`, names that sort oddly, and builtin mods. */
const PACK: readonly WorldMod[] = [
  { name: "lake-lib", releases: [release("1.4.2", "base >= 2.0.10")] },
  { name: "Lake_art", releases: [release("1.0.0", "base", "~ lake-mill")] },
  { name: "lake-mill", releases: [release("2.10.0", "base", "lake-lib >= 1.4", "~ Lake_art")] },
  { name: "mill-10", releases: [release("0.1.01", "? lake-mill >= 2.0", "(?) mill-9")] },
  { name: "mill-9", releases: [release("1.0.0", "+ lake-lib >= 1.0")] },
  { name: "MILL-8", releases: [release("1.0.0", "! far-moon", "lake-lib < 2.0")] },
  { name: "tall pier", releases: [release("3.0.0", "elevated-rails", "mill-10")] },
  { name: "pier-lamps", releases: [release("0.9.0", "tall pier = 3.0", "? quality")] },
  { name: "alone", releases: [release("1.0.0")] },
  { name: "no-base", releases: [{ version: "1.0.0", dependencies: [] }] },
];

describe("check and the stand-in agree", () => {
  let box: Sandbox;
  let game: string;
  let victims: Victim[];
  let locked: ReadonlyMap<string, { readonly version: { readonly text: string } }>;

  beforeAll(async () => {
    box = await createSandbox(PACK);
    game = await layGame(join(box.folder, "game"));
    const names = PACK.map(({ name }) => `  ${JSON.stringify(name)}: "*"`);
    await box.write("mods.yaml", ['factorio: "2.0"', "expansion: true", "mods:", ...names, ""].join("\n"));
    const { code, stderr } = await box.run(["install"]);
    expect(code, stderr).toBe(0);
    await cp(join(box.project, "mods"), join(box.project, "sound"), { recursive: true });
    locked = (await parseLockfile((await box.read("mods.lock")) ?? "", "mods.lock")).mods;
    victims = PACK.flatMap(({ name, releases: [first] }) =>
      first ? [{ name, version: first.version, dependencies: first.dependencies ?? [], factorio: "2.0" }] : [],
    );
  }, 60_000);
  afterAll(() => box.close());
  beforeEach(async () => {
    await removeFolder(join(box.project, "mods"));
    await cp(join(box.project, "sound"), join(box.project, "mods"), { recursive: true });
  });

  test("on the set as it is, in the same order, with and without the game itself", { timeout: 60_000 }, async () => {
    const said = load(join(box.project, "mods"), join(game, "data"));
    const { code, stdout } = await box.run(["check", "--game", game, "--json"]);
    expect(said.faults).toEqual([]);
    const answer = JSON.parse(stdout);
    expect(code, stdout).toBe(0);
    const names = said.order.map(({ name }) => name);
    expect(answer.order.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(answer.game).toMatchObject({ version: "2.0.77", loaded: true, exitCode: 0, timedOut: false });
    expect(answer.game.order.map(({ name }: { name: string }) => name)).toEqual(names);
  });

  test.each(
    Array.from({ length: RUNS }, (_, at) => [VARIANTS[at % VARIANTS.length] as (typeof VARIANTS)[number], at] as const),
  )(`%s (%i, seed ${SEED})`, { timeout: 60_000 }, async (kind, at) => {
    const pick = picker(SEED + at * 7919);
    for (let more = pick(2); more >= 0; more--)
      await breakOne(kind, join(box.project, "mods"), victims, pick).catch(() => {});
    const said = load(join(box.project, "mods"), join(game, "data"));
    const { code, stdout } = await box.run(["check", "--json"]);
    const { loads, problems, order } = JSON.parse(stdout) as {
      loads: boolean;
      problems: { problem: string; message: string }[];
      order: { name: string }[];
    };
    const broken = problems.filter(({ problem }) => !["missing", "other-version", "off", "unlocked"].includes(problem));
    const mods = said.order.filter(({ builtin }) => !builtin);
    const isLocked =
      mods.length === locked.size && mods.every(({ name, version }) => locked.get(name)?.version.text === version);
    const isBuiltin =
      said.order
        .filter(({ builtin }) => builtin)
        .map(({ name }) => name)
        .sort()
        .join() === "base,elevated-rails";
    expect(broken.length === 0, JSON.stringify({ broken, faults: said.faults }, null, 1)).toBe(
      said.faults.length === 0,
    );
    expect(loads, JSON.stringify({ problems, said }, null, 1)).toBe(said.faults.length === 0 && isLocked && isBuiltin);
    expect(code).toBe(loads ? 0 : 5);
    if (broken.length === 0) expect(order.map(({ name }) => name)).toEqual(said.order.map(({ name }) => name));
  });

  test.each([
    ["refuses the set", { breaks: [["mill-9", "alone"]] }, /The game does not load mods\/: it ended with 1\./],
    ["hangs", { hang: true }, /did not finish loading mods\/ within 2 seconds/],
    ["is killed", { die: "SIGSEGV" }, /it ended with 139/],
  ])("a game that %s says no", { timeout: 60_000 }, async (_, acts, words) => {
    const before = await box.snapshot();
    const { code, stdout } = await box.spawn(["check", "--game", game, "--timeout", "2", "--json"], {
      env: { STAND_IN: JSON.stringify(acts) },
    });
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      loads: false,
      problems: [],
      error: { code: "VERIFY_FAILED", message: expect.stringMatching(words) },
    });
    expect(await box.snapshot()).toEqual(before);
  });

  test("without a lockfile there is nothing to check", async () => {
    await writeFile(join(box.project, "lock"), (await box.read("mods.lock")) ?? "");
    await rm(join(box.project, "mods.lock"));
    expect(JSON.parse((await box.run(["check", "--json"])).stdout).error.code).toBe("LOCKFILE_MISSING");
    await writeFile(join(box.project, "mods.lock"), (await box.read("lock")) ?? "");
  });
});
