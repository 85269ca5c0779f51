// `node scripts/package/try.mjs` runs the main path with the executable files in dist/release: the one for this system and,
// if Wine is installed, the one for Windows. Each is alone in a folder, and the only program in PATH is a `node` that fails.
// At the end it prints a table of sizes and start-up times, compared with node's own.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeArchive } from "../../packages/game/dist/index.js";
import { startMirror } from "../../packages/mirror/dist/index.js";
import { removeFolderSync } from "../../testing/sandbox.mjs";
import { root } from "../steps.mjs";
import { executableName, TARGETS } from "./targets.mjs";

const release = join(root, "dist", "release");
const own = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform];
const work = mkdtempSync(join(tmpdir(), "factorio-lock-try-"));
const table = [];
const skipped = [];
let failures = 0;

try {
  await withPortal(async (portal) => {
    for (const target of TARGETS) {
      const isOwn = target.name === `${own}-${process.arch}`;
      const byWine = target.name === "windows-x64" && process.platform === "linux" && isInstalled("wine");
      if (!isOwn && !byWine) continue;
      const archive = readdirSync(existsSync(release) ? release : root).find((file) =>
        file.endsWith(`-${target.name}.${target.archive}`),
      );
      if (archive === undefined) {
        skipped.push(`${target.name}: not packed, \`pnpm package ${target.name}\` does it`);
        continue;
      }
      await tryTarget(target, join(release, archive), portal, byWine && !isOwn);
    }
    if (process.platform === "linux" && !isInstalled("wine")) skipped.push("windows-x64: wine is not installed");
  });
} finally {
  removeFolderSync(work);
}
console.log("");
if (table.length > 0) console.table(Object.fromEntries(table));
for (const line of skipped) console.log(`skipped: ${line}`);
if (table.length === 0) fail("no executable file could be tried");
process.exitCode = failures === 0 ? 0 : 1;

/** A portal with users, and with mods that are large enough to be hashed by threads. */
async function withPortal(use) {
  const directory = join(work, "portal");
  mkdirSync(directory);
  /** @type {[string, string, string[]][]} */
  const releases = [
    ["stone-mill", "1.0.0", ["base >= 2.0", "wind-vane >= 1.0"]],
    ["stone-mill", "1.1.0", ["base >= 2.0", "wind-vane >= 1.0"]],
    ["wind-vane", "1.0.0", ["base"]],
  ];
  for (const [name, version, dependencies] of releases) {
    const info = { name, version, title: name, author: "nobody", factorio_version: "2.0", dependencies };
    writeFileSync(
      join(directory, `${name}_${version}.zip`),
      await makeArchive(info, { "noise.bin": randomBytes(13 << 20) }),
    );
  }
  writeFileSync(join(work, "users"), "somebody:a-token-for-the-trial\n");
  const mirror = await startMirror({ directory, port: 0, users: join(work, "users") });
  try {
    await use(mirror.url);
  } finally {
    await mirror.close();
  }
}

async function tryTarget(target, archive, portal, isWine) {
  console.log(`\n== ${target.name}${isWine ? " (under Wine)" : ""}`);
  const home = join(work, target.name);
  const [bin, pack, traps] = ["bin", "pack", "traps"].map((name) => join(home, name));
  for (const folder of [bin, pack, traps]) mkdirSync(folder, { recursive: true });
  const program = join(bin, executableName(target));
  unpack(archive, executableName(target), program);
  // A program that calls the system's Node gets this one, which fails.
  writeFileSync(join(traps, "node"), "#!/bin/sh\nexit 99\n");
  writeFileSync(join(traps, "node.cmd"), "@exit 99\r\n");
  chmodSync(join(traps, "node"), 0o755);
  const prefix = join(home, "prefix");
  const wineEnv = { PATH: process.env.PATH, HOME: home, WINEPREFIX: prefix, WINEDEBUG: "-all", DISPLAY: "" };
  const places = {
    HOME: home,
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_CONFIG_HOME: join(home, "config"),
    USERPROFILE: home,
    APPDATA: join(home, "config"),
    LOCALAPPDATA: join(home, "cache"),
  };
  const env = {
    FACTORIO_LOCK_PORTAL: portal,
    ...(isWine
      ? { ...wineEnv, NODE_SKIP_PLATFORM_CHECK: "1", WINEPATH: `Z:${traps.replaceAll("/", "\\")}` }
      : { ...places, PATH: traps, ...(process.platform === "win32" ? { SystemRoot: process.env.SystemRoot } : {}) }),
  };
  if (isWine) spawnSync("wine", ["wineboot", "-i"], { env: wineEnv, stdio: "ignore" });
  const cache = isWine ? join(prefix, "drive_c") : home;

  let runs = 0;
  /** Runs the program. Its streams are files, because pipes do not work under Wine. */
  const run = async (args, stdin = "", more = {}) => {
    runs += 1;
    const [input, output, errors] = ["in", "out", "err"].map((name) => join(home, `${runs}.${name}`));
    writeFileSync(input, stdin);
    const streams = [openSync(input, "r"), openSync(output, "w"), openSync(errors, "w")];
    const [command, words] = isWine ? ["wine", [program, ...args]] : [program, args];
    const child = spawn(command, words, { cwd: pack, env: { ...env, ...more }, stdio: streams });
    for (const stream of streams) closeSync(stream);
    const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    return { code, stdout: readFileSync(output, "utf8"), stderr: readFileSync(errors, "utf8") };
  };
  const expect = async (args, wanted, options = {}) => {
    const { code, stdout, stderr } = await run(args, options.stdin, options.env);
    const text = stdout + stderr;
    const isRight =
      code === 0 && text.includes(wanted) && !/ExperimentalWarning|DeprecationWarning|\(node:\d+\)/.test(text);
    console.log(`${isRight ? "ok  " : "FAIL"} ${args.join(" ")}`);
    if (!isRight) {
      failures += 1;
      console.log(`exit code ${code}, wanted to read "${wanted}":\n${text}`);
    }
  };

  const { version } = JSON.parse(readFileSync(join(root, "packages", "cli", "package.json"), "utf8"));
  await expect(["--version"], version);
  await expect(["login", "--username", "somebody", "--token-stdin"], "somebody", { stdin: "a-token-for-the-trial\n" });
  await expect(["init", "--factorio", "2.0"], "mods.yaml");
  await expect(["add", "stone-mill@1.0.0"], "stone-mill 1.0.0");
  writeFileSync(join(pack, "mods.yaml"), readFileSync(join(pack, "mods.yaml"), "utf8").replace("1.0.0", "*"));
  await expect(["install"], "");
  await expect(["update"], "1.1.0");
  // `verify` hashes all archives, on several threads.
  await expect(["verify"], "every byte checked");
  await expect(["install", "--frozen", "--offline"], "in place");
  await expect(["mirror", "add", "mirror"], "stone-mill_1.1.0.zip");
  await expect(["mirror", "export", "mirror", "out"], "2 releases");
  await expect(["list"], "wind-vane");
  await tryMirror();

  const compiled = codeFiles(cache);
  const before = compiled.map((file) => `${file} ${statSync(file).mtimeMs}`);
  await expect(["list"], "wind-vane");
  const isKept =
    compiled.length > 0 &&
    before.every(
      (line) =>
        line === `${line.slice(0, line.lastIndexOf(" "))} ${statSync(line.slice(0, line.lastIndexOf(" "))).mtimeMs}`,
    );
  console.log(`${isKept ? "ok  " : "FAIL"} ${compiled.length} files of compiled code are kept and used again`);
  if (!isKept) failures += 1;

  const megabytes = (file) => `${(statSync(file).size / 1e6).toFixed(1)} MB`;
  const row = { file: megabytes(program), packed: megabytes(archive) };
  if (isWine) row["--version"] = "under Wine: not measured";
  else {
    const here = { cwd: pack, env };
    row["--version"] = `${median(program, ["--version"], here)} ms`;
    row.list = `${median(program, ["list"], here)} ms`;
    row["list by node"] =
      `${median(process.execPath, [join(root, "packages/cli/bin/factorio-lock.js"), "list"], here)} ms`;
    row["node alone"] = `${median(process.execPath, ["-e", "0"], here)} ms (${process.version})`;
  }
  table.push([target.name, row]);
  if (isWine) spawnSync("wine", ["wineboot", "-k"], { env: wineEnv, stdio: "ignore" });

  /** Serves the mirror, and installs from it into another folder. */
  async function tryMirror() {
    if (isWine) return;
    const child = spawn(program, ["mirror", "serve", "mirror", "--listen", "127.0.0.1:0"], {
      cwd: pack,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    const address = await new Promise((resolve) => {
      child.once("close", () => resolve(undefined));
      child.stdout.on("data", (part) => {
        text += part;
        const [url] = /http:\/\/\S+/.exec(text) ?? [];
        if (url !== undefined) resolve(url);
      });
    });
    const second = { FACTORIO_LOCK_CACHE: join(home, "second"), FACTORIO_USERNAME: "any", FACTORIO_TOKEN: "any" };
    await expect(["install", "--frozen", "--mod-directory", "other", "--portal", String(address)], "now holds", {
      env: second,
    });
    child.kill();
    await new Promise((resolve) => child.once("close", resolve));
  }
}

/** The files of compiled code in a folder, recursively. */
function codeFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /factorio-lock[\\/]code$/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The median of eleven runs, in milliseconds. */
function median(program, args, options) {
  const times = Array.from({ length: 11 }, () => {
    const start = performance.now();
    const { status } = spawnSync(program, args, { ...options, stdio: "ignore" });
    return status === 0 ? performance.now() - start : Number.NaN;
  });
  return times.toSorted((a, b) => a - b)[5].toFixed(0);
}

function unpack(archive, name, target) {
  const folder = mkdtempSync(join(work, "unpack-"));
  const [program, args] =
    archive.endsWith(".zip") && !isBsdTar()
      ? ["unzip", ["-q", archive, "-d", folder]]
      : ["tar", ["-xf", archive, "-C", folder]];
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  const [inner] = readdirSync(folder);
  cpSync(join(folder, inner, name), target);
}

function isBsdTar() {
  return process.platform !== "linux";
}

function isInstalled(program) {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

function fail(message) {
  console.error(message);
  failures += 1;
}
