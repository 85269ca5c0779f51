import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sourceFiles } from "../../testing/source-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The packages that each package may import, as docs/architecture.md draws it. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  disk: ["core"],
  game: ["core", "disk"],
  portal: ["core", "disk"],
  fetcher: ["core", "disk", "game", "portal"],
  mirror: ["core", "disk", "game", "portal", "fetcher"],
  cli: ["core", "disk", "game", "portal", "fetcher", "mirror"],
};

/** The folders of the largest rooms, each from the ground up, as docs/architecture.md draws them. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  "packages/cli/src": ["host", "project", "result", "modpack", "report", "help", "command", "commands", "program"],
  "packages/core/src/solver": [
    "facts",
    "request",
    "search",
    "session",
    "explain",
    "relax",
    "suggest",
    "answer",
    "upgrade",
  ],
};

function sources(folder: string): string[] {
  return sourceFiles(join(root, folder))
    .filter((file) => /\.(?:tsx?|mjs)$/.test(file))
    .map((file) => `${folder}/${file}`);
}

/** Every module that a file imports, loads lazily or re-exports. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(/(?:^|[\s;])(?:from|import)\s*\(?\s*"([^"]+)"/g);
  return [...found].map((match) => match[1] as string);
}

describe("the house stands as docs/architecture.md draws it", () => {
  for (const [name, allowed] of Object.entries(ARROWS)) {
    const files = sources(`packages/${name}/src`).filter((file) => !file.endsWith(".test.ts"));

    test(`${name} imports only ${allowed.join(", ") || "itself"}`, () => {
      const wrong = files.flatMap((file) =>
        imports(file)
          .filter((module) => /^(@factorio-lock\/|factorio-lock$)/.test(module))
          .filter((module) => !allowed.some((other) => module === `@factorio-lock/${other}`))
          .map((module) => `${file} imports ${module}`),
      );
      expect(wrong).toEqual([]);
    });
  }

  test.each(Object.entries(FLOORS))("no folder of %s imports one above it", (room, floors) => {
    const files = sources(room).filter((file) => !file.endsWith(".test.ts"));
    // What lies in no folder stands on all of them.
    const floor = (file: string) => {
      const at = floors.indexOf(relative(room, file).split("/")[0] as string);
      return at < 0 ? floors.length : at;
    };
    const wrong = files.flatMap((file) =>
      imports(file)
        .filter((module) => module.startsWith("."))
        .map((module) => join(dirname(file), module))
        .filter((module) => module.startsWith(`${room}/`) && floor(module) > floor(file))
        // Constants of the program.
        .filter((module) => !/^packages\/cli\/src\/(?:libraries|repository|version)\.ts$/.test(module))
        .map((module) => `${file} imports ${module}`),
    );
    expect(wrong).toEqual([]);
    const folders = readdirSync(join(root, room), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...floors].sort());
  });

  test("the declarations of results are read by those of schemas alone, so that no command evaluates them", () => {
    const isDeclaration = (file: string) => /\/result(?:\.ts$|\/(?!exit-code\.ts))/.test(file);
    const wrong = sources("packages/cli/src")
      .filter((file) => !file.endsWith(".test.ts") && !isDeclaration(file) && !file.includes("/commands/schema/"))
      .flatMap((file) => {
        const text = readFileSync(join(root, file), "utf8");
        const values = text.matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)";/gm);
        return [...values]
          .map(([, module = ""]) => join(dirname(file), module))
          .filter(isDeclaration)
          .map((module) => `${file} imports ${module}`);
      });
    expect(wrong).toEqual([]);
  });

  test("docs/architecture.md names every room", () => {
    const [, page = ""] = readFileSync(join(root, "docs/architecture.md"), "utf8").split("## Where things are");
    const missing = Object.keys(ARROWS).flatMap((name) => {
      const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` |`)) ?? "";
      return readdirSync(join(root, `packages/${name}/src`), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !row.includes(`\`${entry.name}\``))
        .map((entry) => `${name}: ${entry.name}`);
    });
    expect(missing).toEqual([]);
  });

  test("a relative import never leaves its package", () => {
    const wrong = Object.keys(ARROWS).flatMap((name) =>
      sources(`packages/${name}/src`).flatMap((file) =>
        imports(file)
          .filter((module) => module.startsWith("."))
          .filter(
            (module) => !(file.endsWith(".test.ts") && /\/\.\.\/testing\/(?:sandbox\.mjs|programs\.ts)$/.test(module)),
          )
          .filter((module) => !join(dirname(file), module).startsWith(join("packages", name)))
          .map((module) => `${file} imports ${module}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("a doc comment begins with a verb or a noun, never with What", () => {
    const files = Object.keys(ARROWS).flatMap((name) => sources(`packages/${name}/src`));
    expect(files.filter((file) => /\/\*\*\s+(?:\* )?What\b/.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  test("a command that looks into a mod directory asks first whether it may", () => {
    const looks = /\b(?:holdModDirectory|readModDirectory|verifyModDirectory|applyInstall)\b/;
    const wrong = sources("packages/cli/src")
      // It carries out a plan, which nobody makes without having asked.
      .filter((file) => !file.endsWith("project/commit-change.ts"))
      .filter((file) => looks.test(readFileSync(join(root, file), "utf8")))
      .filter((file) => !/\b(?:admitModDirectory|holding)\(/.test(readFileSync(join(root, file), "utf8")));
    expect(wrong).toEqual([]);
  });

  test("what tests, benchmarks and examples made is removed by testing/sandbox.mjs, which outlasts a late writer", () => {
    const isOurs = (file: string) => !/^packages\/\w+\/src\//.test(file);
    const isTest = (file: string) => file.endsWith(".test.ts");
    const files = ["bench", "examples", "packages", "scripts", "test"].flatMap(sources);
    const wrong = files
      .filter((file) => file !== "packages/cli/build.mjs" && (isOurs(file) || isTest(file)))
      .filter((file) => /\b(?:rm|rmdir)(?:Sync)?\([^;]*?\brecursive\b/.test(readFileSync(join(root, file), "utf8")));
    expect(wrong).toEqual([]);
  });

  test("only run-git.ts starts git, nothing but it, the game, tar, the reading of the registry and of the parent's name starts a program, and no shell is asked", () => {
    const read = (file: string) => readFileSync(join(root, file), "utf8");
    const files = Object.keys(ARROWS).flatMap((name) => sources(`packages/${name}/src`));
    const starts = files.filter(
      (file) => !file.endsWith(".test.ts") && /child_process|\bprocess\.(?:binding|dlopen)\b/.test(read(file)),
    );
    // Programs that `launch` and `bisect` start: the game, and the command given after `--`.
    const game = "packages/cli/src/modpack/play/run-game.ts";
    const tar = "packages/cli/src/commands/games/install.ts";
    const registry = "packages/cli/src/modpack/games.ts";
    const explorer = "packages/cli/src/program/explorer-start.ts";
    expect(starts.sort()).toEqual([tar, registry, game, explorer, "packages/cli/src/project/run-git.ts"]);
    for (const file of starts) {
      const how = file === game ? "spawn(" : "execFile(";
      expect(read(file).match(/(?<![.\w])(?:exec|execFile|spawn|fork)(?:Sync)?\(/g)).toEqual([how]);
      expect(read(file)).not.toMatch(/\bshell:/);
    }
    // On Windows a mere name would be looked for in the current folder first.
    expect(read(registry)).toContain('execFile(join(system, "System32", "reg.exe")');
    expect(read(explorer)).toContain('win32.join(systemRoot, "System32", "tasklist.exe")');
  });
});
