import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolderSync } from "../../testing/sandbox.mjs";

/** How long a start of the game may take. */
const TIMEOUT_MS = 120_000;

/** Lines of the game's output that are about mods. */
const ABOUT_MODS = /mod|error|depend|circular|duplicate/i;

/** The open questions that a game can answer: each starts it with a few invented mods in a folder of its own. */
export function gamePoints(game) {
  const program =
    game &&
    ["bin/x64/factorio", "bin/x64/factorio.exe", "factorio"]
      .map((path) => join(game, path))
      .find((path) => existsSync(path));
  const missing = program ? undefined : "needs FACTORIO_GAME, the folder of a game";
  const start = (mods, list) => startWith(program, mods, list);
  return [
    {
      question: "What does a headless start do with an unmet dependency?",
      missing,
      look: async () => start([mod("live-needy", ["no-such-mod-b7d1"])]),
    },
    {
      question: "What does it do if mod-list.json names a version that is missing?",
      missing,
      look: async () =>
        start(
          [mod("live-pinned")],
          [
            { name: "base", enabled: true },
            { name: "live-pinned", enabled: true, version: "9.9.9" },
          ],
        ),
    },
    {
      question: "How does it read two entries for one mod?",
      missing,
      look: async () => start([mod("live-lib"), mod("live-twice", ["live-lib >= 1.0.0", "live-lib < 0.9.0"])]),
    },
    {
      question: "In which order does it load names that differ in case or leading zeros?",
      missing,
      look: async () =>
        start(["live-a1", "live-a01", "live-A1", "live-a10", "live-a_1", "live-ab"].map((name) => mod(name))),
    },
    {
      question: "Can the header of a save of this game be read?",
      missing,
      look: async () => readSaveHeader(program),
    },
    {
      question: "Does its mod portal window download recommended mods?",
      missing: "by hand: install a mod with a + dependency in the game's menu, and see whether that is installed, too",
    },
    {
      question: "Which credentials does --sync-mods read?",
      missing:
        "by hand: run --sync-mods SAVE with player-data.json moved away, then with server-settings.json moved away",
    },
  ];
}

function mod(name, dependencies = ["base"]) {
  return { name, dependencies };
}

/** Runs `use` with a folder for the game's own files, and removes it. */
async function inFolder(program, use) {
  const folder = mkdtempSync(join(tmpdir(), "factorio-lock-live-"));
  try {
    const config = join(folder, "config.ini");
    writeFileSync(config, `[path]\nread-data=${join(program, "..", "..", "..", "data")}\nwrite-data=${folder}\n`);
    const play = (...args) =>
      spawnSync(program, ["-c", config, "--mod-directory", join(folder, "mods"), ...args], {
        encoding: "utf8",
        timeout: TIMEOUT_MS,
        cwd: folder,
      });
    mkdirSync(join(folder, "mods"));
    return await use(folder, play);
  } finally {
    removeFolderSync(folder);
  }
}

function startWith(program, mods, list) {
  return inFolder(program, (folder, play) => {
    const line = /(\d+\.\d+)\.\d+/.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout)?.[1] ?? "2.0";
    for (const { name, dependencies } of mods) {
      const place = join(folder, "mods", `${name}_1.0.0`);
      mkdirSync(place);
      const info = { name, version: "1.0.0", title: name, author: "live check", factorio_version: line, dependencies };
      writeFileSync(join(place, "info.json"), JSON.stringify(info));
    }
    if (list) writeFileSync(join(folder, "mods", "mod-list.json"), JSON.stringify({ mods: list }));
    const { status, signal, stdout = "", stderr = "" } = play("--create", join(folder, "save.zip"));
    const lines = `${stdout}\n${stderr}`.split("\n").filter((text) => ABOUT_MODS.test(text));
    const shown = lines.slice(0, 40).map((text) => `\n    ${text.trim()}`);
    return `ended with ${signal ?? status}; save ${existsSync(join(folder, "save.zip")) ? "written" : "not written"}${shown.join("")}`;
  });
}

function readSaveHeader(program) {
  return inFolder(program, async (folder, play) => {
    play("--create", join(folder, "save.zip"));
    const save = readdirSync(folder).find((name) => name.endsWith(".zip"));
    if (!save) throw new Error("the game wrote no save");
    const { readModSource } = await import("../../packages/game/dist/index.js");
    const { game, mods } = await readModSource(join(folder, save));
    return `Factorio ${game?.text}, mods ${mods.map(({ name }) => name).join(", ")}`;
  });
}
