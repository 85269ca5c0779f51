import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL("..", import.meta.url));

/** The imports from core, beyond types, that files of the proof may have, each with its reason. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // The call under test.
  "ask.ts": ["outdated", "resolve", "solve", "upgrade"],
  // A failure for users is distinguished from a defect by its class. A remedy is data. As a command it is
  // carried out by the proof's own reading.
  "outcome.ts": ["FactorioLockError", "changeText"],
  "large.test.ts": ["changeText"],
  // A range of the manifest is part of the question; packages/core holds its reading to node-semver.
  "notation.ts": ["ANY_RANGE", "isRangeFault", "parseRange"],
  // A question that is hard for every solver, of the tests' own making.
  "stress.test.ts": ["clausesOf", "hardFormula"],
  // A lockfile is part of the question, too.
  "outdated.test.ts": ["lockedReleases", "lockfileFrom"],
  // Core's reading, which is compared with the oracles' own.
  "rules/rules.test.ts": [
    "candidates",
    "dependencyStrings",
    "isDemand",
    "isUnreadable",
    "lineServes",
    "ordersLoading",
    "parseDependency",
    "readVersion",
    "setHas",
  ],
};

test("the proof of the solver takes nothing of core but types and the call under test", () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(30);
  const taken: Record<string, string[]> = {};
  for (const file of files) {
    const text = readFileSync(`${FOLDER}${file}`, "utf8").replaceAll("\\", "/");
    const found = text.matchAll(/^(?:import|export)\s+(?!type\b)([^;]*?)\s+from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/gm);
    for (const [, names = "", from, lazy] of found) {
      const module = from ?? lazy ?? "";
      if (!/factorio-lock|packages\//.test(module) || module.endsWith("/testing/as-commands.ts")) continue;
      const values = names
        .replace(/[{}]/g, "")
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "" && !name.startsWith("type "));
      taken[file] = [...(taken[file] ?? []), ...values.map((name) => name.replace(/ as .*/, ""))].sort();
      if (values.length === 0 || names.includes("*")) taken[file].push(`all of ${module}`);
    }
  }
  expect(taken).toEqual(Object.fromEntries(Object.entries(ALLOWED).map(([file, names]) => [file, [...names].sort()])));
});
