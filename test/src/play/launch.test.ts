import { existsSync } from "node:fs";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSandbox, type RunOptions, type Sandbox } from "../cli/sandbox.ts";
import { layGame } from "./lay-game.ts";

let box: Sandbox;
let game: string;
beforeEach(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  old-clock: "*"\n');
  game = await layGame(join(box.folder, "game"));
});
afterEach(() => box.close());

const acts = (what: object): Pick<RunOptions, "env"> => ({ env: { STAND_IN: JSON.stringify(what) } });

/** The mods that the stand-in printed as loaded. */
const loaded = (stdout: string) =>
  [...stdout.matchAll(/Loading mod (\S+) (\S+) \(data\.lua\)/g)].map(([, name, version]) => `${name} ${version}`);

/** Runs until a file is there. */
async function appears(path: string): Promise<void> {
  while (!existsSync(path)) await pause(20);
}

test("installs what is missing, and starts the game with exactly the locked mods", { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await box.spawn(["launch", "--game", game]);
  expect(code, stderr).toBe(0);
  expect(loaded(stdout)).toEqual([
    "core 0.0.0",
    "base 2.0.77",
    "gear-lib 1.2.0",
    "old-clock 0.1.01",
    "tall-masts 1.0.0",
  ]);
  expect(await box.read("mods.lock")).toContain("gear-lib");
  expect(stderr).toContain(`Starting Factorio 2.0.77 in ${game}.`);
  expect(stderr).not.toContain("Changed in the game");
});

test("changes nothing where no game can be started, and judges by the lockfile that it would install", {
  timeout: 60_000,
}, async () => {
  const before = await box.snapshot();
  const none = await box.spawn(["launch", "--json"]);
  expect(JSON.parse(none.stdout)).toMatchObject({ error: { code: "GAME_NOT_FOUND" } });
  await box.write("mods.yaml", 'factorio: "1.1"\nmods:\n  from-the-past: "*"\n');
  const other = await box.spawn(["launch", "--game", game, "--json"]);
  expect(JSON.parse(other.stdout)).toMatchObject({ error: { code: "GAME_MISMATCH" } });
  expect(await box.read("mods.lock")).toBeUndefined();
  expect(await box.read("mods/mod-list.json")).toBeUndefined();
  expect((await box.spawn(["lock"])).code).toBe(0);
  await box.write("mods.yaml", before.get("mods.yaml") ?? "");
  const { code, stderr } = await box.spawn(["launch", "--game", game]);
  expect(code, stderr).toBe(0);
});

test("hands on arguments, exit code and output", { timeout: 60_000 }, async () => {
  const starts = join(box.folder, "starts");
  const { code, stdout } = await box.spawn(
    ["launch", "--game", game, "--json", "--", "--fullscreen=false", "-x", "install"],
    acts({ exit: 7, starts }),
  );
  expect(code).toBe(7);
  expect(JSON.parse(stdout)).toMatchObject({
    command: "launch",
    ok: true,
    exitCode: 7,
    game: { version: "2.0.77", kind: "expansion" },
    changes: null,
  });
  expect(await readFile(starts, "utf8")).toBe(
    `--mod-directory ${join(box.project, "mods")} --fullscreen=false -x install\n`,
  );
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s reaches the game, and its end is ours",
  { timeout: 60_000 },
  async (stopBy) => {
    await box.run(["install"]);
    const stop = new AbortController();
    const running = box.spawn(["launch", "--game", game], {
      ...acts({ stay: 60_000, exit: 3 }),
      signal: stop.signal,
      stopBy,
    });
    await appears(join(game, ".lock"));
    while (!(await readFile(join(game, "factorio-current.log"), "utf8")).includes("initialised")) await pause(20);
    stop.abort();
    const { code, stdout } = await running;
    if (stopBy === "SIGHUP") return expect(code).toBe(129);
    expect(stdout).toContain(`Received ${stopBy}`);
    expect(code).toBe(3);
  },
);

test("a game that is killed ends ours as shells say it", { timeout: 60_000 }, async () => {
  expect((await box.spawn(["launch", "--game", game], acts({ die: "SIGKILL" }))).code).toBe(137);
});

test("tells what its user changed, and how to take it over or back", { timeout: 60_000 }, async () => {
  await box.run(["install"]);
  await box.world.publish([{ name: "old-clock", releases: [{ version: "0.2.0" }] }]);
  await box.write("../elsewhere/mods.yaml", 'factorio: "2.0"\nmods:\n  old-clock: "*"\n');
  await box.run(["install"], { cwd: "../elsewhere" });
  const update = { "old-clock": join(box.folder, "elsewhere/mods/old-clock_0.2.0.zip") };
  const changing = acts({ disable: ["tall-masts"], settings: true, update });
  const { code, stderr } = await box.spawn(["launch", "--game", game], changing);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /Changed in the game:\n {2}~ old-clock 0\.1\.01 → 0\.2\.0\n {2}tall-masts switched off\n {2}mod settings\n/,
  );
  const { stdout } = await box.spawn(
    ["launch", "--game", game, "--json", "--offline"],
    acts({ disable: ["gear-lib"] }),
  );
  expect(JSON.parse(stdout).changes).toMatchObject({ disabled: ["gear-lib"], updated: [], settings: false });
});

test("the command that it prints takes over what was updated and switched in the game", {
  timeout: 60_000,
}, async () => {
  await box.write(
    "mods.yaml",
    'factorio: "2.0"\nmods:\n  # keeps time\n  old-clock: "*"\n  tall-masts: "*"\n  fog-lamps: "1.0.0"\n',
  );
  await box.world.publish([{ name: "fog-lamps", releases: [{ version: "1.0.0" }, { version: "1.1.0" }] }]);
  expect(await box.run(["install"])).toMatchObject({ code: 0 });
  await box.world.publish([
    { name: "old-clock", releases: [{ version: "0.1.01" }, { version: "0.2.0" }, { version: "0.3.0" }] },
  ]);
  await box.write("../elsewhere/mods.yaml", 'factorio: "2.0"\nmods:\n  old-clock: "0.2.0"\n  fog-lamps: "1.1.0"\n');
  expect(await box.run(["install"], { cwd: "../elsewhere" })).toMatchObject({ code: 0 });
  const update = {
    "old-clock": join(box.folder, "elsewhere/mods/old-clock_0.2.0.zip"),
    "fog-lamps": join(box.folder, "elsewhere/mods/fog-lamps_1.1.0.zip"),
  };
  const played = await box.spawn(["launch", "--game", game], acts({ disable: ["tall-masts"], update }));
  expect(played.code, played.stderr).toBe(0);
  const adopt = /`(factorio-lock [^`]*)` takes that into the modpack/.exec(played.stderr)?.[1];
  expect(adopt).toBe("factorio-lock sync mods --yes");
  const adopted = await box.spawn(adopt?.split(" ").slice(1) ?? []);
  expect(adopted.code, adopted.stderr).toBe(0);
  expect(await box.read("mods.yaml")).toBe(
    'factorio: "2.0"\nmods:\n  # keeps time\n  old-clock: "*"\n  tall-masts: { version: "*", enabled: false }\n  fog-lamps: "1.1.0"\n',
  );
  const lock = await box.read("mods.lock");
  expect(lock).toContain("old-clock_0.2.0.zip");
  expect(lock).toContain("fog-lamps_1.1.0.zip");
  expect(lock).not.toContain("tall-masts_");
  expect(await box.spawn(["verify"])).toMatchObject({ code: 0 });
  expect((await box.spawn(["lock", "--check"])).code).toBe(0);
  const again = await box.spawn(["launch", "--game", game], acts({ enable: ["tall-masts"] }));
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).not.toContain("~ old-clock");
});

describe("the game of Steam", () => {
  test("is started with its number there, and so does not start itself again", { timeout: 60_000 }, async () => {
    const ofSteam = await layGame(join(box.folder, "home/.local/share/Steam/steamapps/common/Factorio"));
    const starts = join(box.folder, "starts");
    const { code, stderr } = await box.spawn(["launch"], acts({ steam: true, exit: 5, starts }));
    expect(code, stderr).toBe(5);
    expect(stderr).toContain(ofSteam);
    expect((await readFile(starts, "utf8")).trim().split("\n")).toHaveLength(1);
  });

  test("that ends and starts itself again is waited for, and said to be out of reach", {
    timeout: 60_000,
  }, async () => {
    const { code, stdout } = await box.spawn(
      ["launch", "--game", game, "--json"],
      acts({ steam: true, exit: 5, stay: 1500, disable: ["old-clock"] }),
    );
    expect(code).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ exitCode: null, changes: { disabled: ["old-clock"] } });
    expect(answer.warnings).toContainEqual(expect.objectContaining({ code: "GAME_RESTARTED" }));
  });

  test("in its container is started through it, with a warning", { timeout: 60_000 }, async () => {
    await layGame(
      join(box.folder, "home/.var/app/com.valvesoftware.Steam/.local/share/Steam/steamapps/common/Factorio"),
    );
    const bin = join(box.folder, "bin");
    await box.write("../bin/flatpak", `#!/bin/sh\necho "$@" > '${box.folder}/asked'\n`);
    await chmod(join(bin, "flatpak"), 0o755);
    const { code, stdout } = await box.spawn(["launch", "--json"], { env: { PATH: `${bin}:${process.env["PATH"]}` } });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: null, warnings: [{ code: "GAME_DETACHED" }] });
    expect(await readFile(join(box.folder, "asked"), "utf8")).toBe(
      `run com.valvesoftware.Steam -applaunch 427520 --mod-directory ${join(box.project, "mods")}\n`,
    );
  });
});

describe("a game that does not serve is refused before anything is touched", () => {
  test.each([
    ["another line", { version: "1.1.110", builtins: { base: [] } }, "its mods are for Factorio 2.0"],
    ["too old", { version: "2.0.20" }, "its mods need at least Factorio 2.0.28"],
  ])("%s", { timeout: 60_000 }, async (_, other, words) => {
    await box.run(["lock"]);
    await layGame(join(box.folder, "home/factorio"));
    const bad = await layGame(join(box.folder, "bad"), other);
    const { code, stdout } = await box.run(["launch", "--game", bad, "--json"]);
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout);
    expect(error.code).toBe("GAME_MISMATCH");
    expect(error.message).toContain(words);
    expect(error.hint).toContain(`Factorio 2.0.77 in ${join(box.folder, "home/factorio")} would`);
    expect(existsSync(join(box.project, "mods"))).toBe(false);
  });

  test("without the expansion that is locked", { timeout: 60_000 }, async () => {
    await box.write("mods.yaml", 'factorio: "2.0"\nexpansion: true\nmods:\n  rail-tunes: "*"\n');
    const bare = await layGame(join(box.folder, "bare"), { builtins: { base: [] } });
    await box.run(["lock"]);
    const { stdout } = await box.run(["launch", "--game", bare, "--json"]);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: "GAME_MISMATCH",
      message: expect.stringContaining("it has no elevated-rails"),
    });
  });

  test("none at all", { timeout: 60_000 }, async () => {
    expect(JSON.parse((await box.run(["launch", "--json"])).stdout).error.code).toBe("GAME_NOT_FOUND");
    expect(JSON.parse((await box.run(["launch", "--json", "--game", "nowhere"])).stdout).error.code).toBe(
      "GAME_NOT_FOUND",
    );
    expect(JSON.parse((await box.run(["games", "--json"])).stdout)).toMatchObject({ ok: true, games: [] });
  });

  test("one beside the modpack is no game of this machine", { timeout: 60_000 }, async () => {
    await layGame(join(box.project, "factorio"));
    expect((await box.run(["launch"])).code).toBe(1);
  });
});

test("a game that cannot be run is one clear error", { timeout: 60_000 }, async () => {
  await box.run(["install"]);
  await chmod(join(game, "bin/x64/factorio"), 0o644);
  const { code, stderr } = await box.spawn(["launch", "--game", game]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/error: .*factorio cannot be started/);
});

test("two instances run side by side, and write nowhere else", { timeout: 60_000 }, async () => {
  await box.run(["install"]);
  await box.write(
    "one/config/config.ini",
    "; mine\n[path]\nread-data=/etc\nwrite-data=/etc\n[graphics]\nfull-screen=false\n",
  );
  const stop = new AbortController();
  const first = box.spawn(["launch", "--game", game, "--instance", "one"], {
    ...acts({ stay: 60_000 }),
    signal: stop.signal,
  });
  await appears(join(box.project, "one/.lock"));
  expect((await box.spawn(["launch", "--game", game, "--instance", "two"])).code).toBe(0);
  stop.abort();
  expect((await first).code).toBe(0);
  expect(existsSync(join(game, "factorio-current.log"))).toBe(false);
  expect(await box.read("one/config/config.ini")).toBe(
    `[path]\nread-data=__PATH__executable__/../../data\nwrite-data=${join(box.project, "one")}\n; mine\n[graphics]\nfull-screen=false\n`,
  );
});

test("a server takes the game without a picture, and a save that is there", { timeout: 60_000 }, async () => {
  await layGame(join(box.folder, "home/factorio"));
  const headless = await layGame(join(box.folder, "home/games/factorio"), { headless: true });
  expect((await box.run(["launch", "--server", "saves/none.zip"])).stderr).toContain("There is no save");
  await box.write("saves/world.zip", "");
  const starts = join(box.folder, "starts");
  const { code, stderr } = await box.spawn(
    ["launch", "--server", "saves/world.zip", "--", "--port", "1"],
    acts({ stay: 0, starts }),
  );
  expect(code, stderr).toBe(0);
  expect(stderr).toContain(headless);
  expect(await readFile(starts, "utf8")).toBe(
    `--mod-directory ${join(box.project, "mods")} --start-server ${join(box.project, "saves/world.zip")} --port 1\n`,
  );
});

test("a folder with only a lockfile is enough for a server", { timeout: 60_000 }, async () => {
  await box.run(["lock"]);
  await rm(join(box.project, "mods.yaml"));
  await writeFile(join(box.project, "world.zip"), "");
  expect((await box.spawn(["launch", "--server", "world.zip", "--game", game], acts({ stay: 0 }))).code).toBe(0);
});
