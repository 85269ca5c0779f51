// `pnpm package [TARGET…]`: an executable file for each platform, which needs no Node, packed with its licences; beside
// them SHA256SUMS and a list of what is inside (CycloneDX). Needs a build, npm, tar and xz; for Windows osslsigncode (the
// signature of Node's own file would not fit any more), and strip where it makes the file smaller.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { build } from "esbuild";
import { inject } from "postject";
import { ZipFile } from "yazl";
import { root } from "../steps.mjs";
import { fetchPackage } from "./node-binary.mjs";
import { executableName, TARGETS } from "./targets.mjs";

/** The mark in Node's binary that says whether an application was put in. Source: Node's documentation of SEA. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

const cli = join(root, "packages", "cli");
const bundle = join(cli, "dist", "bin");
const out = join(root, "dist", "release");
const cache = join(root, "node_modules", ".cache", "factorio-lock", "node");
const { version } = JSON.parse(readFileSync(join(cli, "package.json"), "utf8"));
/** Every archive has the same bytes for the same commit. */
const date = new Date(Number(process.env.SOURCE_DATE_EPOCH ?? gitTime()) * 1000);

if (!existsSync(join(bundle, "main.cjs"))) fail("nothing is built: run `pnpm build` first");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !TARGETS.some((target) => target.name === name));
if (unknown.length > 0) fail(`no such target: ${unknown.join(", ")} (there are ${TARGETS.map(({ name }) => name).join(", ")})`);

const work = mkdtempSync(join(tmpdir(), "factorio-lock-package-"));
try {
  mkdirSync(out, { recursive: true });
  const blob = await makeBlob();
  const made = [];
  for (const target of TARGETS) {
    if (wanted.length === 0 || wanted.includes(target.name)) made.push(await makeTarget(target, blob));
  }
  copyFileSync(join(cli, "dist", "sbom.cdx.json"), join(out, `factorio-lock-${version}.cdx.json`));
  const sums = readdirSync(out)
    .filter((name) => name !== "SHA256SUMS" && statSync(join(out, name)).isFile())
    .sort()
    .map((name) => `${sha256(join(out, name))}  ${name}\n`);
  writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
  for (const { file, executable, size } of made) {
    console.log(`${file}  ${megabytes(statSync(join(out, file)).size)}, ${executable} ${megabytes(size)}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The application as a blob that fits every platform: no snapshot and no compiled code are in it. */
async function makeBlob() {
  await build({
    entryPoints: [join(root, "scripts", "package", "sea-main.cjs")],
    outfile: join(work, "main.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    minify: true,
    logLevel: "warning",
  });
  writeFileSync(join(work, "version"), version);
  const files = readdirSync(bundle).filter((name) => name.endsWith(".cjs"));
  const config = {
    main: join(work, "main.cjs"),
    output: join(work, "factorio-lock.blob"),
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: false,
    assets: {
      version: join(work, "version"),
      ...Object.fromEntries(files.map((name) => [name, join(bundle, name)])),
    },
  };
  writeFileSync(join(work, "sea.json"), JSON.stringify(config));
  execFileSync(ownNode(), ["--experimental-sea-config", join(work, "sea.json")], { stdio: "pipe" });
  return readFileSync(config.output);
}

/** A Node of the version that is packed, for the platform that this runs on: it knows how its blobs look. */
function ownNode() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const target = TARGETS.find(({ name }) => name === `${platform}-${process.arch}`);
  if (target === undefined) return process.execPath;
  return join(fetchPackage(target.node, cache), target.binary);
}

async function makeTarget(target, blob) {
  const source = fetchPackage(target.node, cache);
  const name = `factorio-lock-${version}-${target.name}`;
  const folder = join(work, name);
  mkdirSync(folder);
  const executable = join(folder, executableName(target));
  if (target.name.startsWith("windows")) {
    execFileSync("osslsigncode", ["remove-signature", "-in", join(source, target.binary), "-out", executable], {
      stdio: "pipe",
    });
  } else copyFileSync(join(source, target.binary), executable);
  chmodSync(executable, 0o755);
  // Before the blob is put in: afterwards it would be taken out again.
  if (target.strip !== undefined) stripped(target.strip, executable);
  await inject(executable, "NODE_SEA_BLOB", blob, {
    sentinelFuse: FUSE,
    ...(target.name.startsWith("darwin") ? { machoSegmentName: "NODE_SEA" } : {}),
  });
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  copyFileSync(join(nodeLicense(source)), join(folder, "LICENSE-node"));
  copyFileSync(join(cli, "dist", "THIRD-PARTY-NOTICES"), join(folder, "THIRD-PARTY-NOTICES"));
  copyFileSync(join(cli, "README.md"), join(folder, "README.md"));
  const file = `${name}.${target.archive}`;
  rmSync(join(out, file), { force: true });
  if (target.archive === "zip") await zip(folder, name, join(out, file));
  else tar(folder, name, join(out, file));
  return { file, executable: executableName(target), size: statSync(executable).size };
}

/** The Windows package of Node holds no licence text; those of the others are the same. */
function nodeLicense(source) {
  const own = join(source, "LICENSE");
  return existsSync(own) ? own : join(fetchPackage(TARGETS[0].node, cache), "LICENSE");
}

function stripped(program, file) {
  try {
    execFileSync(program, [file], { stdio: "pipe" });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    console.warn(`${program} is not installed: the file keeps its debugging symbols`);
  }
}

function tar(folder, name, file) {
  const fixed = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", `--mtime=@${date.getTime() / 1000}`];
  execFileSync("tar", [...fixed, "-cJf", file, "-C", join(folder, ".."), name], {
    env: { ...process.env, XZ_OPT: "-6 -T0" },
  });
}

async function zip(folder, name, file) {
  const archive = new ZipFile();
  for (const entry of readdirSync(folder).sort()) {
    archive.addFile(join(folder, entry), `${name}/${entry}`, { mtime: date, mode: 0o100644 });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file));
}

function gitTime() {
  return execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" }).trim();
}

function sha256(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
