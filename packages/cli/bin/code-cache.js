"use strict";

// Loads the bundle with V8's compiled form of it, which is kept in the user's cache folder after the first run: compiling
// anew costs more than most commands. What V8 finds unfit (another node, another bundle) is compiled from the source.
//
// The folder is the user's own and private, and is not the one that --cache-dir or FACTORIO_LOCK_CACHE name, which others
// may share: what lies here is run.
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { homedir } = require("node:os");
const { dirname, join, posix, win32 } = require("node:path");
const { Script } = require("node:vm");

/** How a command line ends that cannot be understood. */
const USAGE = 2;

/**
 * The user's cache folder; undefined for a user without a home.
 *
 * @param machine what of `process` and `node:os` it depends on
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
 * The place of the compiled form of a file; it is another for every content, node, machine and command. Undefined where
 * there is none to keep it in.
 */
function compiledPath(source) {
  const { arch, argv, env, platform, versions } = process;
  const base = exports.cacheFolder({ env, platform, homedir });
  if (base === undefined) return undefined;
  // The build writes a hash of the file to its head: size and time agree between builds where times are normalised.
  const build = source.slice(0, 40);
  // Only the functions that a run needed are compiled, and each command needs others.
  const command = /^[a-z]{1,12}$/.test(argv[2]) ? argv[2] : "other";
  const key = `${versions.v8}-${arch}-${source.length.toString(36)}-${build}-${command}`;
  return join(base, "factorio-lock", "code", key.replace(/[^\w.-]/g, "_"));
}

/** The compiled form, if it is there and nobody else could have put it there. */
function readCompiled(path) {
  try {
    const { uid, mode } = statSync(path);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOurs ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** Makes a folder, from the top: Node's recursive `mkdir` never ends where no folder can be made, as below `/proc`. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

/** Keeps the compiled form, with the functions that this run needed. A folder that cannot be written is no matter. */
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
 * Calls a file of the bundle as a CommonJS module; the files beside it that it asks for, likewise. `read` gives a file's
 * text where it does not lie on the disk; the bundle is ASCII.
 */
exports.load = function load(folder, name, read = (file) => readFileSync(file, "latin1")) {
  const file = join(folder, name);
  const source = read(file);
  const path = compiledPath(source);
  const cachedData = path && readCompiled(path);
  const script = new Script(source, { filename: file, ...(cachedData ? { cachedData } : {}) });
  if (path && (!cachedData || script.cachedDataRejected)) {
    process.once("exit", (code) => code !== USAGE && keepCompiled(path, script));
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
