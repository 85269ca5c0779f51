import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Answer, atTerminal, hasScript } from "../cli/at-terminal.ts";
import { createSandbox, EXECUTABLE, type Sandbox } from "../cli/sandbox.ts";
import type { WorldMod } from "../cli/world.ts";
import { layGame } from "./lay-game.ts";
import { picker } from "./variants.ts";

const MODS = 120;

/** A hundred and twenty mods in families: each needs up to two earlier ones, some each other, some exclude nobody. */
function families(): WorldMod[] {
  const pick = picker(7);
  const name = (at: number) => `mod-${String(at).padStart(3, "0")}`;
  return Array.from({ length: MODS }, (_, at) => {
    const below = at < 6 ? [] : Array.from({ length: pick(3) }, () => name(pick(at)));
    const partner = at % 20 === 10 ? [`~ ${name(at + 1)}`] : at % 20 === 11 ? [name(at - 1)] : [];
    const optional = at > 30 && pick(3) === 0 ? [`? ${name(pick(at))} >= 1.0`] : [];
    return {
      name: name(at),
      releases: [{ version: "1.0.0", dependencies: ["base", ...new Set([...below, ...partner, ...optional])] }],
    };
  });
}

let box: Sandbox;
let game: string;
let before: ReadonlyMap<string, string>;
beforeAll(async () => {
  box = await createSandbox(families());
  game = await layGame(join(box.folder, "game"));
  const names = families().map(({ name }) => `  ${name}: "*"`);
  await box.write("mods.yaml", ['factorio: "2.0"', "mods:", ...names, ""].join("\n"));
  const { code, stderr } = await box.run(["install"]);
  expect(code, stderr).toBe(0);
  before = await box.snapshot();
}, 120_000);
afterAll(() => box.close());
beforeEach(() => rm(join(box.folder, "starts"), { force: true }));

/** Runs bisect with the stand-in as the command that judges. */
function bisect(acts: object) {
  const starts = join(box.folder, "starts");
  const script = `'${game}/bin/x64/factorio' --mod-directory "$FACTORIO_MOD_DIRECTORY" -c '${box.folder}/config.ini'`;
  const env = { STAND_IN: JSON.stringify({ starts, ...acts }), TMPDIR: box.folder };
  return box.spawn(["bisect", "--json", "--", "sh", "-c", script], { env });
}

beforeAll(() => box.write("../config.ini", `write-data=${box.folder}/written\n`));

async function starts(): Promise<number> {
  return (await readFile(join(box.folder, "starts"), "utf8")).trim().split("\n").length;
}

/** Fails if the stand-in refused to load a set: it was not closed. */
function expectLoadable(stderr: string): void {
  expect(stderr).not.toContain("Failed to load mods");
  expect(stderr).not.toContain("misses");
}

test.each([
  ["the first", ["mod-000"]],
  ["one in the middle", ["mod-073"]],
  ["the last", ["mod-119"]],
])("one culprit: %s, in at most 12 starts", { timeout: 120_000 }, async (_, culprits) => {
  const { code, stdout, stderr } = await bisect({ breaks: [culprits] });
  expect(code, stdout).toBe(0);
  const answer = JSON.parse(stdout);
  expect(answer.culprits).toEqual(culprits.map((name) => ({ name, version: "1.0.0" })));
  expectLoadable(stderr);
  expect(await starts()).toBe(answer.tries);
  expect(answer.tries).toBeLessThanOrEqual(12);
  expect(await box.snapshot()).toEqual(before);
});

test("a pair that only breaks together, in at most 24 starts", { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await bisect({ breaks: [["mod-023", "mod-098"]] });
  expect(code, stdout).toBe(0);
  const answer = JSON.parse(stdout);
  expect(answer.culprits.map(({ name }: { name: string }) => name).sort()).toEqual(["mod-023", "mod-098"]);
  expectLoadable(stderr);
  expect(answer.tries).toBeLessThanOrEqual(24);
  expect(await box.snapshot()).toEqual(before);
});

test("killed in between, the modpack is as before", {
  timeout: 120_000,
}, async () => {
  const starts = join(box.folder, "starts");
  const env = { ...process.env, HOME: join(box.folder, "home"), TMPDIR: box.folder, FACTORIO_MOD_DIRECTORY: "" };
  const child = spawn(
    process.execPath,
    [EXECUTABLE, "bisect", "--", "sh", "-c", `echo x >> '${starts}'; sleep 0.2; exit 1`],
    { cwd: box.project, env, stdio: "ignore" },
  );
  while (!existsSync(starts)) await pause(20);
  child.kill("SIGKILL");
  await new Promise((done) => child.once("close", done));
  expect(await box.snapshot()).toEqual(before);
  expect((await box.run(["verify"])).code).toBe(0);
});

test("Ctrl-C stops it, and its mod directory is gone", { timeout: 120_000 }, async () => {
  const seen = join(box.folder, "starts");
  const stop = new AbortController();
  const running = box.spawn(["bisect", "--", "sh", "-c", `echo "$FACTORIO_MOD_DIRECTORY" > '${seen}'; exec sleep 60`], {
    signal: stop.signal,
    stopBy: "SIGTERM",
    env: { TMPDIR: box.folder },
  });
  while (!existsSync(seen) || readFileSync(seen, "utf8") === "") await pause(20);
  stop.abort();
  expect((await running).code).toBe(130);
  expect(existsSync(readFileSync(seen, "utf8").trim())).toBe(false);
  expect(await box.snapshot()).toEqual(before);
});

test.each([
  ["nothing is broken", ["true"], "Nothing is broken with all mods"],
  ["it is broken without mods", ["false"], "no mod is at fault"],
  ["the command is not there", ["no-such-command-here"], "There is no program no-such-command-here"],
])("%s", { timeout: 60_000 }, async (_, command, words) => {
  const { code, stderr } = await box.spawn(["bisect", "--", ...command]);
  expect(code).toBe(1);
  expect(stderr).toContain(words);
});

test("without a command and without anybody to ask it says what to do", { timeout: 60_000 }, async () => {
  const { code, stderr } = await box.run(["bisect", "--game", game]);
  expect(code).toBe(2);
  expect(stderr).toContain("factorio-lock bisect -- COMMAND");
});

test.skipIf(!hasScript)(
  "without a command the game is started for each try, and a person at the terminal judges",
  {
    timeout: 120_000,
  },
  async () => {
    const culprit = "mod-073";
    const judge: Answer = [
      /Try \d+:[\s\S]*Was the game broken/,
      (screen) => (screen.includes(`Loading mod ${culprit} `) ? "y" : "n"),
    ];
    const seen = join(box.folder, "starts");
    const { code, screen } = await atTerminal(
      box,
      ["bisect", "--game", game],
      Array.from({ length: 12 }, () => judge),
      {
        STAND_IN: JSON.stringify({ starts: seen }),
        TMPDIR: box.folder,
      },
    );
    expect(code, screen).toBe(0);
    expect(screen).toContain(`${culprit} 1.0.0`);
    expectLoadable(screen);
    expect(await starts()).toBeLessThanOrEqual(12);
    expect(await box.snapshot()).toEqual(before);
  },
);

test.skipIf(!hasScript)(
  "Ctrl-C at the question stops it, and the modpack is as before",
  { timeout: 120_000 },
  async () => {
    const { code } = await atTerminal(box, ["bisect", "--game", game], [[/Was the game broken/, "\u0003"]], {
      TMPDIR: box.folder,
    });
    expect(code).toBe(130);
    expect(await box.snapshot()).toEqual(before);
  },
);
