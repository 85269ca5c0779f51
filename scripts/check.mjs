// Everything that must hold before a change lands: build, types, lint, tests. The last line says how many passed.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolderSync } from "../testing/sandbox.mjs";
import { build, pnpmTogether, root, run } from "./steps.mjs";

build();
// A failure is reported at the end, so that the tests are run all the same.
const failedSteps = await pnpmTogether({ Types: "typecheck", Lint: "lint", "Unused code and dependencies": "knip" });

console.log("\n== Tests");
const folder = mkdtempSync(join(tmpdir(), "factorio-lock-check-"));
const report = join(folder, "tests.json");
const { status } = run(process.execPath, [
  join(root, "node_modules", "vitest", "vitest.mjs"),
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
]);
let counts = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numFailedTestSuites: 0 };
try {
  counts = JSON.parse(readFileSync(report, "utf8"));
} catch {
  console.error("the tests ended without a report");
}
removeFolderSync(folder);

// A test file that cannot be loaded has no test that could fail, so that it counts as one failure.
const failed = (counts.numFailedTests || (status === 0 ? 0 : 1)) + failedSteps.length;
// For `.ci/run`, which adds the counts of `check:all`.
if (process.env.CHECK_COUNTS) {
  writeFileSync(process.env.CHECK_COUNTS, JSON.stringify({ passed: counts.numPassedTests, failed }));
}
if (counts.numPendingTests > 0) console.log(`\nskipped: ${counts.numPendingTests} (each says why above)`);
for (const title of failedSteps) console.log(`\n${title}: failed, see above`);
console.log(`\n${counts.numPassedTests} passed, ${failed} failed`);
process.exit(status === 0 && failed === 0 ? 0 : 1);
