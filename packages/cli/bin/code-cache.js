"use strict";

// Loads the bundle with V8's code cache, which is kept in the user's cache folder after the first run: compiling takes
// longer than most commands. If V8 rejects the cache (another node, another bundle), the source is compiled.
//
// The folder is private to the user, and not the one that --cache-dir or FACTORIO_LOCK_CACHE name, which others may share,
// because the code in it is run.
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { homedir } = require("node:os");
const { dirname, join, posix, win32 } = require("node:path");
const { Script } = require("node:vm");

/**
 * Exit codes of runs whose compiled form is not kept: a mistake in the command line, and a command that was stopped, whose
 * user waits for its end and which ran only a part of its code.
 */
const USAGE = 2;
const INTERRUPTED = 130;

/**
 * The user's cache folder; undefined for a user without a home.
 *
 * @param machine the parts of `process` and `node:os` that it depends on
 */
exports.cacheFolder = function cacheFolder({ env, platform, homedir }) {
  const { isAbsolute, join } = platform === "win32" ? win32 : posix;
  const given = platform === "win32" ? env.LOCALAPPDATA : env.XDG_CACHE_HOME;
  if (given && isAbsolute(given)) return given;
  const usual =
    platform === "win32" ? ["AppData", "Local"] : platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  try {
    const home = homedir();
    return isAbsolute(home) ? join(home, ...usual) : undefined;
  } catch {
    // Neither HOME nor an entry in the user database.
    return undefined;
  }
};

/**
 * The path of a file's code cache, which differs by content, node, machine and command. Undefined if there is no folder to
 * keep it in.
 */
function compiledPath(source) {
  const { arch, argv, env, platform, versions } = process;
  const base = exports.cacheFolder({ env, platform, homedir });
  if (base === undefined) return undefined;
  // The build writes a hash to the head of each file, because size and time can be equal in different builds.
  const build = source.slice(0, 40);
  // Only the functions that a run needed are compiled, and each command needs others.
  const command = /^[a-z]{1,12}$/.test(argv[2]) ? argv[2] : "other";
  const key = `${versions.v8}-${arch}-${source.length.toString(36)}-${build}-${command}`;
  return join(base, "factorio-lock", "code", key.replace(/[^\w.-]/g, "_"));
}

/** The code cache, if there is one and no other user could have written it. */
function readCompiled(path) {
  try {
    const { uid, mode } = statSync(path);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOurs ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** Makes a folder and its parents. Node's recursive `mkdir` never ends if no folder can be made, as in `/proc`. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

/** Writes the code cache, with the functions that this run needed. A folder that cannot be written is ignored. */
function keepCompiled(path, script) {
  const temporary = `${path}.${process.pid}`;
  try {
    makeFolder(dirname(path));
    writeFileSync(temporary, script.createCachedData(), { mode: 0o600, flag: "wx" });
    renameSync(temporary, path);
  } catch {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // In a folder of another user nothing was written.
    }
  }
}

/**
 * Loads a file of the bundle as a CommonJS module, and likewise the files beside it that it requires. `read` returns a file's
 * text if it is not on the disk; the bundle is ASCII.
 */
exports.load = function load(folder, name, read = (file) => readFileSync(file, "latin1")) {
  const file = join(folder, name);
  const source = read(file);
  const path = compiledPath(source);
  const cachedData = path && readCompiled(path);
  const script = new Script(source, { filename: file, ...(cachedData ? { cachedData } : {}) });
  if (path && (!cachedData || script.cachedDataRejected)) {
    process.once("exit", (code) => code !== USAGE && code !== INTERRUPTED && keepCompiled(path, script));
  }
  const module = { exports: {} };
  const plain = createRequire(file);
  const loaded = new Map();
  const require_ = (wanted) => {
    if (!wanted.startsWith("./")) return plain(wanted);
    if (!loaded.has(wanted)) loaded.set(wanted, load(folder, wanted.slice("./".length), read));
    return loaded.get(wanted);
  };
  script.runInThisContext()(module.exports, require_, module, file, folder);
  return module.exports;
};
