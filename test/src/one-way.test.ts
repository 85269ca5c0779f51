import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sourceFiles } from "../../testing/source-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The files that may call the solver in another way than `asCommands` does, each with its reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  "packages/core/testing/ask.ts": "hands the calls to asCommands",
  "test/src/effort/solver.test.ts": "counts the work of a search, which no answer shows",
  "test/src/solver/ask.ts": "hands the calls to asCommands",
};

/** Tests, what only tests use, and benchmarks. */
function testFiles(): string[] {
  const below = (folder: string) =>
    sourceFiles(join(root, folder))
      .filter((file) => /\.(?:ts|mjs)$/.test(file))
      .map((file) => `${folder}/${file}`);
  const packages = below("packages").filter((file) => /\.test\.ts$|\/testing\//.test(file));
  return [...packages, ...below("test/src"), ...below("bench/src")];
}

/** The ways of a file to the calls of the solver: the names that core exports, and the modules that they lie in. */
function ways(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found: string[] = [];
  const imports = text.matchAll(
    /^\s*(?:import|export)\s+(?!type\b)([^;]*?)\s+from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm,
  );
  for (const [, names = "*", from, lazy] of imports) {
    if (lazy !== undefined && !/\.(?:resolve|solve|outdated|upgrade)\(/.test(text)) continue;
    const module = from ?? lazy ?? "";
    const isSolver = /^packages\/core\/src\/solver\/.*\b(?:resolve|solve|outdated|upgrade|attempt)\.ts$/.test(
      posix.join(posix.dirname(file), module),
    );
    const isCore = /^@factorio-lock\/core$|core\/src\/index\.ts$/.test(module);
    const taken = names.split(/[{},]/).map((name) => name.trim());
    const calls = taken.filter(
      (name) => /^(?:resolve|solve|outdated|upgrade|attempt)\b/.test(name) || name.startsWith("*"),
    );
    if ((isSolver && taken.some((name) => name !== "" && !name.startsWith("type "))) || (isCore && calls.length > 0)) {
      found.push(`${calls.join(", ")} of ${module}`);
    }
  }
  return found;
}

test("every test and every benchmark asks the solver as the commands do", () => {
  const files = testFiles();
  expect(files.length).toBeGreaterThan(150);
  const others = files.filter((file) => ways(file).length > 0);
  expect(others.sort()).toEqual(Object.keys(ALLOWED).sort());
});

test("the commands themselves pass their signal, and a source that can be asked ahead", () => {
  const folder = "packages/cli/src";
  const calls: string[] = [];
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts") || entry.name.endsWith(".test.ts")) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, "utf8");
    const imported = /import\s*\{([^}]*)\}\s*from "@factorio-lock\/core"/.exec(text)?.[1] ?? "";
    for (const [, name = "", alias = name] of imported.matchAll(
      /(?<!type )\b(resolve|solve|outdated|upgrade)\b(?: as (\w+))?/g,
    )) {
      for (const [call] of text.matchAll(new RegExp(`\\b${alias}\\([^;]*?;`, "g")))
        calls.push(`${entry.name}: ${call}`);
    }
  }
  expect(calls.length).toBeGreaterThanOrEqual(3);
  for (const call of calls) expect(call).toMatch(/\{ signal: context\.signal \}|\{ signal \}/);
});
