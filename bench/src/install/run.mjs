// The mod directory beside cp, sha1sum and a bare node: node bench/src/install/run.mjs [ROUNDS] [MODS]
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { bundle } from "../bundle.mjs";

const ROUNDS = Number(process.argv[2] ?? 11);
const MODS = Number(process.argv[3] ?? 500);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const sandbox = await bundle(import.meta.url, "./client.ts", "./fixture.ts");

/** A store of archives with random content, and the list of them. */
function makeStore(name, sizes) {
  const folder = join(sandbox, name);
  mkdirSync(join(folder, "store"), { recursive: true });
  const files = sizes.map((size, at) => {
    const content = randomBytes(size);
    const sha1 = createHash("sha1").update(content).digest("hex");
    writeFileSync(join(folder, "store", sha1), content);
    return [`bench-mod-${at}`, sha1];
  });
  writeFileSync(join(folder, "files.json"), JSON.stringify(files));
  return folder;
}

/** Milliseconds of a command, and its output. */
function timed(command, ...values) {
  const start = performance.now();
  const output = execFileSync(command, values, { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 26 });
  return { ms: performance.now() - start, output: output.toString() };
}
const client = (...values) => timed(process.execPath, join(sandbox, "client.mjs"), ...values);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const rows = { node: [], cp: [], install: [], check: [], checkAlone: [] };
const many = makeStore(
  "many",
  Array.from({ length: MODS }, () => 20_000),
);
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const name of ["mods", "copied"]) removeFolderSync(join(many, name));
  const values = {
    node: timed(process.execPath, "-e", "0").ms,
    cp: timed("cp", "-rl", join(many, "store"), join(many, "copied")).ms,
    install: client("install", many).ms,
  };
  const check = client("check", many);
  // The first round warms the disk's cache.
  if (round === 0) continue;
  for (const [name, value] of Object.entries({ ...values, check: check.ms, checkAlone: Number(check.output) })) {
    rows[name].push(value);
  }
}

const large = makeStore("large", [
  ...Array.from({ length: 12 }, () => 32 * 2 ** 20),
  ...Array.from({ length: 100 }, () => 2 ** 20),
]);
client("install", large);
const cores = availableParallelism();
const list = join(large, "list.txt");
writeFileSync(list, execFileSync("find", [join(large, "mods"), "-name", "*.zip"]).toString());
const hashing = { verify: [], sha1sum: [] };
for (let round = 0; round <= Math.min(ROUNDS, 7); round += 1) {
  const sha1sum = timed("sh", "-c", `xargs -P ${cores} -n 4 sha1sum < '${list}'`).ms;
  const verify = client("verify", large).ms;
  if (round === 0) continue;
  hashing.sha1sum.push(sha1sum);
  hashing.verify.push(verify);
}

// The whole command, where it was built.
const bin = here("../../../packages/cli/bin/factorio-lock.js");
const project = join(sandbox, "project");
const whole = { cliNode: [], cliCp: [], cliInstall: [], cliCheck: [] };
if (existsSync(here("../../../packages/cli/dist/main.js"))) {
  mkdirSync(project);
  timed(process.execPath, join(sandbox, "fixture.mjs"), project, String(MODS));
  const install = () =>
    timed(
      process.execPath,
      bin,
      "install",
      "--frozen",
      "--offline",
      "--quiet",
      "-C",
      project,
      "--cache-dir",
      join(project, "cache"),
    ).ms;
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of ["mods", "copied"]) removeFolderSync(join(project, name));
    const values = {
      cliNode: timed(process.execPath, "-e", "0").ms,
      cliCp: timed("cp", "-rl", join(project, "cache"), join(project, "copied")).ms,
      cliInstall: install(),
      cliCheck: install(),
    };
    if (round === 0) continue;
    for (const [name, value] of Object.entries(values)) whole[name].push(value);
  }
}

const ms = Object.fromEntries(
  Object.entries({ ...rows, ...hashing, ...whole }).map(([name, values]) => [name, median(values)]),
);
const line = (what, value, limit, ratio) =>
  console.log(`${what.padEnd(62)} ${value.toFixed(1).padStart(8)} ms   ${ratio.toFixed(2).padStart(5)}   ${limit}`);
console.log(`${MODS} mods, ${ROUNDS} rounds, medians, ${cores} cores, node ${process.version}\n`);
line("node -e 0", ms.node, "", 1);
line(`cp -l of ${MODS} archives`, ms.cp, "", ms.cp / ms.node);
line("install from a warm store / (node -e 0 + cp -l)", ms.install, "at most 3", ms.install / (ms.node + ms.cp));
line("check with nothing to do / node -e 0", ms.check, "at most 2.5", ms.check / ms.node);
line("that check alone, inside the process", ms.checkAlone, "", ms.checkAlone / ms.node);
line("sha1sum on all cores", ms.sha1sum, "", 1);
line("speed of verify / sha1sum (with start-up)", ms.verify, "at least 0.8", ms.sha1sum / ms.verify);
if (ms.cliInstall === undefined) {
  console.log("factorio-lock is not built: pnpm build measures the whole command, too");
} else {
  line(
    "factorio-lock install --frozen, warm store / (node + cp -l)",
    ms.cliInstall,
    "at most 3",
    ms.cliInstall / (ms.cliNode + ms.cliCp),
  );
  line(
    "factorio-lock install --frozen, nothing to do / node -e 0",
    ms.cliCheck,
    "at most 2.5",
    ms.cliCheck / ms.cliNode,
  );
}
