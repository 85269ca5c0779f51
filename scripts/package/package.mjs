// `pnpm package [TARGET…]` makes an executable file for each platform, which needs no Node, packed with its licences, and
// beside them SHA256SUMS and a bill of materials (CycloneDX). It needs a build, npm, tar and xz; for Windows osslsigncode,
// because Node's own signature becomes invalid; for Linux optionally a strip, which makes the file smaller. On a Mac, the
// files for Macs are signed without a certificate ("ad hoc"), because newer Macs run nothing without a valid signature.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
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
import { removeFolderSync } from "../../testing/sandbox.mjs";
import { root } from "../steps.mjs";
import { fetchPackage } from "./node-binary.mjs";
import { writeSums } from "./sums.mjs";
import { executableName, TARGETS } from "./targets.mjs";

/** The mark in Node's binary that shows whether an application was injected. Source: Node's documentation of SEA. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

const cli = join(root, "packages", "cli");
const bundle = join(cli, "dist", "bin");
const out = join(root, "dist", "release");
const cache = join(root, "node_modules", ".cache", "factorio-lock", "node");
const { version } = JSON.parse(readFileSync(join(cli, "package.json"), "utf8"));
/** The time of all entries, so that an archive has the same bytes for the same commit. */
const date = new Date(Number(process.env.SOURCE_DATE_EPOCH ?? gitTime()) * 1000);

if (!existsSync(join(bundle, "main.cjs"))) fail("nothing is built: run `pnpm build` first");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !TARGETS.some((target) => target.name === name));
if (unknown.length > 0)
  fail(`no such target: ${unknown.join(", ")} (there are ${TARGETS.map(({ name }) => name).join(", ")})`);

const work = mkdtempSync(join(tmpdir(), "factorio-lock-package-"));
try {
  mkdirSync(out, { recursive: true });
  // The installers take the first matching file of SHA256SUMS, so that files of another version must not be there.
  for (const name of readdirSync(out)) {
    if (name.startsWith("factorio-lock-") && !name.startsWith(`factorio-lock-${version}`)) rmSync(join(out, name));
  }
  const blob = await makeBlob();
  const made = [];
  for (const target of TARGETS) {
    if (wanted.length === 0 || wanted.includes(target.name)) made.push(await makeTarget(target, blob));
  }
  writeFileSync(
    join(out, `factorio-lock-${version}.cdx.json`),
    withNode(readFileSync(join(cli, "dist", "sbom.cdx.json"), "utf8")),
  );
  writeSums(out);
  for (const { file, executable, size } of made) {
    console.log(`${file}  ${megabytes(statSync(join(out, file)).size)}, ${executable} ${megabytes(size)}`);
  }
} finally {
  removeFolderSync(work);
}

/** Makes the application's blob, which fits every platform, because it has no snapshot and no code cache. */
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

/** A Node of the packed version for this platform, because the format of blobs depends on the version. */
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
  const isMac = target.name.startsWith("darwin");
  copyFileSync(join(source, target.binary), executable);
  chmodSync(executable, 0o755);
  if (target.name.startsWith("windows")) removeSignature(executable);
  if (isMac && process.platform === "darwin") codesign(["--remove-signature", executable]);
  // Before the blob is injected, because it would be stripped, too.
  if (target.strip !== undefined) stripSymbols(target.strip, executable);
  await inject(executable, "NODE_SEA_BLOB", blob, {
    sentinelFuse: FUSE,
    ...(isMac ? { machoSegmentName: "NODE_SEA" } : {}),
  });
  if (isMac && process.platform === "darwin") codesign(["--sign", "-", executable]);
  else if (isMac) console.warn(`${name}: not signed, which only a Mac can do; newer Macs do not run it`);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  copyFileSync(nodeLicense(source), join(folder, "LICENSE-node"));
  copyFileSync(join(cli, "dist", "THIRD-PARTY-NOTICES.txt"), join(folder, "THIRD-PARTY-NOTICES.txt"));
  copyFileSync(join(cli, "README.md"), join(folder, "README.md"));
  const file = `${name}.${target.archive}`;
  rmSync(join(out, file), { force: true });
  if (target.archive === "zip") await zip(folder, name, join(out, file));
  else tar(folder, name, join(out, file));
  return { file, executable: executableName(target), size: statSync(executable).size };
}

/** Adds Node itself, which the executable files contain, to the build's bill of materials. */
function withNode(text) {
  const bom = JSON.parse(text);
  const versions = new Set(TARGETS.map(({ node }) => node.slice(node.lastIndexOf("@") + 1)));
  for (const version of versions) {
    const purl = `pkg:generic/node@${version}`;
    bom.components.push({ type: "platform", "bom-ref": purl, name: "node", version, purl });
    bom.dependencies[0].dependsOn.push(purl);
  }
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** The licence text of Node. The Windows package has none, but those of all platforms are the same. */
function nodeLicense(source) {
  const own = join(source, "LICENSE");
  return existsSync(own) ? own : join(fetchPackage(TARGETS[0].node, cache), "LICENSE");
}

/** Removes the signature of Node's makers from a Windows program, because it becomes invalid. */
function removeSignature(file) {
  const bare = `${file}.bare`;
  const isRemoved = runIfInstalled("osslsigncode", ["remove-signature", "-in", file, "-out", bare]);
  if (isRemoved) renameSync(bare, file);
  else if (!runIfInstalled("signtool", ["remove", "/s", file])) {
    console.warn("neither osslsigncode nor signtool is installed: the file keeps an invalid signature");
  }
}

function codesign(args) {
  execFileSync("codesign", args, { stdio: "pipe" });
}

function stripSymbols(programs, file) {
  if (programs.some((program) => runIfInstalled(program, [file]))) return;
  console.warn(`${programs.join(", ")}: none is installed, and the file keeps its debugging symbols`);
}

/** Runs a program if it is installed; returns whether it is. */
function runIfInstalled(program, args) {
  try {
    execFileSync(program, args, { stdio: "pipe" });
    return true;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return false;
  }
}

/** With GNU tar, the same files always give the same archive; other tars lack the flags for that. */
function tar(folder, name, file) {
  const isGnu = execFileSync("tar", ["--version"], { encoding: "utf8" }).includes("GNU tar");
  const fixed = isGnu
    ? ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", `--mtime=@${date.getTime() / 1000}`]
    : ["--uid", "0", "--gid", "0", "--numeric-owner"];
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

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
