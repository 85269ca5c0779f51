// Locking a pack from a mirror whose every answer takes 50 ms, cold and warm, and decoding: node bench/src/portal/run.mjs
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundle } from "../bundle.mjs";

const ROUNDS = Number(process.argv[2] ?? 5);
const DELAY = 50;
const DEPTH = 6;
const folder = await bundle(import.meta.url, "./serve.ts", "./client.ts", "./decode.ts");

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const run = (program, ...args) =>
  JSON.parse(execFileSync(process.execPath, [join(folder, program), ...args]).toString());
const report = (what, ms, limit) =>
  console.log(`  ${what.padEnd(44)} ${ms.toFixed(1).padStart(7)} ms   at most ${limit}`);

/** Starts the mirror with a delay before every answer. */
async function serve(delay) {
  const server = spawn(process.execPath, [join(folder, "serve.mjs"), String(delay)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve) => createInterface(server.stdout).once("line", resolve));
  return { url, stop: () => server.kill() };
}

const near = await serve(DELAY);
const cold = [];
const warm = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const place = mkdtempSync(join(folder, "run-"));
  cold.push(run("client.mjs", near.url, place));
  warm.push(run("client.mjs", near.url, place));
}
near.stop();

// So long a delay that this machine's own speed hardly counts: what is left are the round trips one after another.
const far = await serve(10 * DELAY);
const slow = run("client.mjs", far.url, mkdtempSync(join(folder, "run-")));
far.stop();
const decoded = Array.from({ length: ROUNDS }, () => run("decode.mjs"));

const of = (runs, key) => median(runs.map((one) => one[key]));
console.log(`120 mods, depth ${DEPTH}, every answer after ${DELAY} ms (${ROUNDS} rounds, medians)`);
report(`cold lock, ${of(cold, "requests")} requests`, of(cold, "total"), `${2 * (DEPTH + 1) * DELAY} ms`);
report("  processor time, all threads", of(cold, "processor"), "-");
console.log(
  `  cold lock, round trips one after another     ${(slow.total / (10 * DELAY)).toFixed(1).padStart(7)}      at most ${2 * (DEPTH + 1)}`,
);
report(`warm relock, ${of(warm, "requests")} request`, of(warm, "total"), `${DELAY + 50} ms`);
report("  processor time, all threads", of(warm, "processor"), "50 ms");
report("  of which asking for news", of(warm, "news"), "-");
report("up to the answer about news", of(warm, "refresh"), "-");
report("start of the process until then", of(warm, "startUp"), "-");
console.log(`A full answer of ${decoded[0].kilobytes.toFixed(0)} kB, 800 releases, 10,000 dependencies`);
report("the first in a process", of(decoded, "first"), "30 ms");
report("  processor time, all threads", of(decoded, "processor"), "30 ms");
report("the tenth", of(decoded, "last"), "30 ms");
