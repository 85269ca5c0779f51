import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const SOURCE = fileURLToPath(new URL(".", import.meta.url));

/** The libraries that core may use: they compute, and do nothing else. */
const ALLOWED = ["@dagrejs/dagre", "semver/classes/range.js", "yaml"];

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith(".bench.ts"),
);

function importsOf(text: string): string[] {
  const found = text.matchAll(/(?<!["'])(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*["']([^"'\n]+)["']/g);
  return [...found].map((match) => match[1] as string);
}

describe("core is pure (docs/architecture.md)", () => {
  test("the test sees the sources, and imports in them", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(importsOf('import { a } from "node:fs"; import "x"; await import("./y.ts");')).toEqual([
      "node:fs",
      "x",
      "./y.ts",
    ]);
  });

  test.each(files)("%s imports nothing that reaches outside", (file) => {
    for (const name of importsOf(readFileSync(join(SOURCE, file), "utf8"))) {
      expect(isBuiltin(name), `${file} imports ${name}`).toBe(false);
      expect(name.startsWith(".") || ALLOWED.includes(name), `${file} imports ${name}`).toBe(true);
    }
  });

  test.each(files)("%s uses no clock, chance, network, environment or terminal", (file) => {
    const code = readFileSync(join(SOURCE, file), "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/^\s*\/\/.*$/gm, "");
    expect(code).not.toMatch(/\b(?:process|console|globalThis|performance|fetch|setTimeout|setInterval)\s*[.(]/);
    expect(code).not.toMatch(/\bMath\.random\b|\bnew Date\(\s*\)|\bDate(?:\.now)?\(/);
  });
});
