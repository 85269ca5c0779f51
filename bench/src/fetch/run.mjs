// Archives from this machine, hashed and checked, beside curl and aria2c fetching the same: node bench/src/fetch/run.mjs
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { bundle } from "../bundle.mjs";

const ROUNDS = Number(process.argv[2] ?? 5);
const folder = await bundle(import.meta.url, "./serve.ts", "./client.ts");

/** Starts a server with archives of these sizes in megabytes. */
async function serve(sizes) {
  const server = spawn(process.execPath, [join(folder, "serve.mjs"), JSON.stringify(sizes)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await new Promise((resolve) => createInterface(server.stdout).once("line", (text) => resolve([text])));
  return { ...JSON.parse(line), stop: () => server.kill() };
}

/** Runs a program and returns its wall time in milliseconds and its output. */
function timed(command, args) {
  const start = performance.now();
  const output = execFileSync(command, args, { maxBuffer: 2 ** 26, stdio: ["ignore", "pipe", "inherit"] }).toString();
  return { ms: performance.now() - start, output };
}

/** Runs a task with a folder that is removed afterwards. */
function inFolder(task) {
  const target = mkdtempSync(join(folder, "run-"));
  try {
    return task(target);
  } finally {
    removeFolderSync(target);
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const CURL_AND_SUM =
  'curl -s --parallel --parallel-max 16 --output-dir "$1" --config "$2" && cd "$1" && ls | xargs -n 30 -P 2 sha1sum';

/** A rival, where its program is installed. */
function tool(name, command, args, starter = command) {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return [{ name, run: (target) => timed(starter, args(target)) }];
  } catch {
    console.log(`${command} is not installed: left out`);
    return [];
  }
}

async function compare(title, sizes) {
  const { url, list, stop } = await serve(sizes);
  const listFile = join(folder, "list.json");
  writeFileSync(listFile, JSON.stringify(list));
  const account = "?username=ada&token=0123456789abcdef";
  const curlFile = join(folder, "curl.txt");
  writeFileSync(
    curlFile,
    list.map(({ name, download }) => `url = "${url}${download}${account}"\noutput = "${name}.zip"`).join("\n"),
  );
  const ariaFile = join(folder, "aria.txt");
  writeFileSync(
    ariaFile,
    list.map(({ name, download }) => `${url}${download}${account}\n  out=${name}.zip`).join("\n"),
  );
  const rivals = [
    {
      name: "factorio-lock",
      run: (target) => timed(process.execPath, [join(folder, "client.mjs"), url, listFile, target, "8"]),
    },
    ...tool("curl --parallel", "curl", (target) => [
      "-s",
      "--parallel",
      "--parallel-max",
      "16",
      "--output-dir",
      target,
      "--config",
      curlFile,
    ]),
    ...tool("curl, sha1sum", "curl", (target) => ["-c", CURL_AND_SUM, "sh", target, curlFile], "sh"),
    ...tool("aria2c -j16", "aria2c", (target) => ["-q", "-j16", "-i", ariaFile, "-d", target]),
  ];
  const results = new Map(rivals.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, run } of rivals) results.get(name).push(inFolder(run));
  }
  stop();
  console.log(`\n${title} (${ROUNDS} rounds, medians)`);
  const ours = median(results.get("factorio-lock").map(({ ms }) => ms));
  for (const [name, runs] of results) {
    const ms = median(runs.map((run) => run.ms));
    console.log(
      `  ${name.padEnd(18)} ${ms.toFixed(0).padStart(6)} ms   factorio-lock takes ${(ours / ms).toFixed(2)} x`,
    );
  }
  const last = JSON.parse(results.get("factorio-lock").at(-1).output);
  console.log(
    `  peak memory of factorio-lock ${(last.peakKb / 1024).toFixed(0)} MB, processor time ${last.cpuMs.toFixed(0)} ms`,
  );
}

async function memory() {
  const { url, list, stop } = await serve(new Array(10).fill(64));
  const listFile = join(folder, "list.json");
  writeFileSync(listFile, JSON.stringify(list));
  const args = (target) => [join(folder, "client.mjs"), url, listFile, target, "10"];
  const peaks = Array.from({ length: ROUNDS }, () =>
    inFolder((target) => JSON.parse(timed(process.execPath, args(target)).output).peakKb / 1024),
  );
  stop();
  console.log(
    `\n10 x 64 MB at once: peak memory ${Math.max(...peaks).toFixed(0)} MB (the highest of ${ROUNDS} rounds; at most 160)`,
  );
}

await compare("200 x 1 MB + 10 x 32 MB", [...new Array(200).fill(1), ...new Array(10).fill(32)]);
await memory();
