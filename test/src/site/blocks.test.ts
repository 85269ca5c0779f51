import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseManifest } from "@factorio-lock/core";
import { afterAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { COMMANDS } from "../../../packages/cli/src/commands/index.ts";
import { parse } from "../../../packages/cli/src/program/parse.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { type Block, blocksOf, DOCS, writtenPages } from "./pages.ts";

const blocks = writtenPages().flatMap(blocksOf);
const of = (...languages: string[]): Block[] =>
  blocks.filter(({ language, marks }) => languages.includes(language) && !marks.startsWith("norun"));
const place = ({ page, line }: Block): string => `${page}:${line}`;

/** Blocks that tests of their own read, by page and language. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "manifest.md text": "packages/core/src/docs.test.ts",
  "solver.md picture": "packages/core/src/solver/worked-examples.test.ts",
  "docker.md ini": "test/src/cli/exports.test.ts",
  "mirror.md nginx": "test/src/mirror/push.test.ts",
};

test("every code block is checked here or by a test that is named, or says why it is not", () => {
  const known = new Set(["sh", "powershell", "yaml", "json", "js", "ts", ""]);
  const open = blocks.filter(
    (block) =>
      !known.has(block.language) &&
      !/^(?:norun: \S|output$)/.test(block.marks) &&
      !(`${block.page} ${block.language}` in ELSEWHERE),
  );
  expect(open.map(place)).toEqual([]);
  expect(blocks.filter(({ marks }) => /^norun(?!: \S)/.test(marks)).map(place)).toEqual([]);
});

describe("commands in pages", () => {
  const calls = of("sh", "powershell").flatMap((block) => callsIn(block.code).map((call) => ({ block, call })));

  test("are commands that the program has, with flags and arguments that it takes", () => {
    const refused = calls.flatMap(({ block, call }) => {
      try {
        parse(call, COMMANDS);
        return [];
      } catch (error) {
        return [`${place(block)}: factorio-lock ${call.join(" ")}: ${(error as Error).message}`];
      }
    });
    expect(refused).toEqual([]);
    expect(calls.length).toBeGreaterThan(80);
  });

  test("stand in tables and sentences too", () => {
    const refused = writtenPages().flatMap(({ path, text }) =>
      [...text.replace(/^( *```)[\s\S]*?^\1 *$/gm, "").matchAll(/`(factorio-lock [^`\n]+)`/g)].flatMap(
        ([, code = ""]) => {
          if (/…|\bCOMMAND\b|\bTOPIC\b|\.\.\./.test(code)) return [];
          return callsIn(code).flatMap((call) => {
            try {
              parse(call, COMMANDS);
              return [];
            } catch (error) {
              // A command that is only named, and one with a word that stands for a value.
              const { message } = error as Error;
              return / needs |not "[A-Z]+"/.test(message) ? [] : [`${path}: ${code}: ${message}`];
            }
          });
        },
      ),
    );
    expect(refused).toEqual([]);
  });
});

/** The calls of factorio-lock in a script, as arguments. */
function callsIn(script: string): string[][] {
  return script
    .replace(/\\\n/g, " ")
    .split(/\n|&&|\|\||;|\$\(|(?<!\|)\|(?!\|)/)
    .flatMap((line) => {
      const words = wordsOf(line);
      const at = words.findIndex((word) => /(?:^|\/)factorio-lock$/.test(word));
      if (at < 0 || words.slice(0, at).some((word) => !/^\w+=|^(?:exec|if|!|sudo|then)$/.test(word))) return [];
      const end = words.findIndex((word, index) => index > at && /^(?:\d?>{1,2}|<|&)$/.test(word));
      return [words.slice(at + 1, end < 0 ? undefined : end)];
    });
}

/** The words of a line, quotes taken off; a comment ends it. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (word.startsWith("#")) break;
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  return words;
}

test("YAML can be read, and what begins as a manifest is one", () => {
  const wrong = of("yaml").flatMap((block) => {
    const faults = parseAllDocuments(block.code).flatMap(({ errors }) => errors.map(({ message }) => message));
    if (faults.length > 0) return [`${place(block)}: ${faults[0]}`];
    if (!/^factorio:/m.test(block.code)) return [];
    try {
      if (!block.code.includes("lockfileVersion")) parseManifest(block.code, "mods.yaml");
      return [];
    } catch (error) {
      return [`${place(block)}: ${(error as Error).message}`];
    }
  });
  expect(wrong).toEqual([]);
});

test("JSON can be read", () => {
  const wrong = of("json").flatMap((block) => {
    try {
      JSON.parse(block.code);
      return [];
    } catch (error) {
      return [`${place(block)}: ${(error as Error).message}`];
    }
  });
  expect(wrong).toEqual([]);
});

describe("programs in pages", () => {
  // Beside docs/node_modules, so that they find the packages as a reader's program does.
  const cache = join(DOCS, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "blocks-"));
  afterAll(() => removeFolder(folder));

  /** One program a page of those that are run in order, and one a block of the others. */
  const programs = new Map<string, string>();
  for (const block of of("js", "ts")) {
    const name = `${block.page.replace(/\W+/g, "-")}${block.marks === "run" ? "" : `-${block.line}`}`;
    programs.set(name, `${programs.get(name) ?? ""}${block.code}`);
  }
  const runs = [
    ...new Set(
      of("js")
        .filter(({ marks }) => marks === "run")
        .map(({ page }) => page.replace(/\W+/g, "-")),
    ),
  ];

  test("are right by the type checker", () => {
    for (const [name, code] of programs) writeFileSync(join(folder, `${name}.ts`), `${code}\nexport {};\n`);
    const options = {
      strict: true,
      noEmit: true,
      target: "es2022",
      module: "nodenext",
      types: ["node"],
      lib: ["es2023", "dom"],
      skipLibCheck: true,
    };
    const root = fileURLToPath(new URL("../../../", import.meta.url));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: { ...options, noImplicitAny: false, typeRoots: [join(root, "node_modules/@types")] },
        include: ["*.ts"],
      }),
    );
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
    expect(programs.size).toBeGreaterThan(3);
  });

  test.each(runs)("run: %s", async (name) => {
    const example = new URL("../../../examples/portal.mjs", import.meta.url).href;
    const { startExamplePortal } = (await import(example)) as {
      startExamplePortal: () => Promise<{ url: string; close(): Promise<void> }>;
    };
    const portal = await startExamplePortal();
    const program = join(folder, `${name}.mjs`);
    writeFileSync(program, programs.get(name) as string);
    writeFileSync(join(folder, "mods.yaml"), 'factorio: "2.0"\nmods:\n  amber-lights: "*"\n  zinc-works: "*"\n');
    try {
      const env = {
        ...process.env,
        FACTORIO_LOCK_PORTAL: portal.url,
        FACTORIO_USERNAME: "reader",
        FACTORIO_TOKEN: "no-secret-at-all",
        MY_TOOL_CACHE: join(folder, "cache"),
        HOME: folder,
      };
      const { stdout, stderr } = await run(program, folder, env);
      expect(stderr).toBe("");
      expect(stdout).toContain("locked 3 mods");
      expect(stdout).toMatch(/amber-lights 2\.4\.0: 3\.0\.0 is there/);
      expect(stdout).toContain("3 of 3: ");
      expect(stdout).toContain("downloaded 3, 0 were here");
      expect(stdout.trim().split("\n").at(-1)).toBe("INTERRUPTED");
    } finally {
      await portal.close();
    }
  });
});

/** Not `spawnSync`: the portal answers in this process. */
async function run(program: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
  const { execFile } = await import("node:child_process");
  const { promisify } = await import("node:util");
  return promisify(execFile)(process.execPath, [program], { cwd, env });
}
