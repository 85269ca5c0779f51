// A program that stands in for the game: it reads a mod directory, refuses what the game refuses, and prints its load order.
// It imports nothing of this project, so that it can judge it. What it does besides is said by the variable STAND_IN (JSON):
//   stay: MILLISECONDS     run so long, or until a signal; with --start-server it stays anyway
//   exit: CODE, die: SIGNAL, hang: true    how it ends; `hang` heeds no signal and loads nothing
//   breaks: [[MOD, …], …]  ends with 1 when all mods of one of these are loaded
//   enable, disable: [MOD, …], settings: true    what its user does in its menus
//   update: {MOD: FILE}    its user updates a mod: FILE is put into the mod directory
//   steam: true            as the game of Steam: not started by it, it ends at once, and starts itself again
//   starts: FILE           a line is added to FILE at each start
import { spawn } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

/** `1.2` and `1.02.0` as numbers; undefined if it is not a version. */
export function numbers(text) {
  const parts = /^\s*(\d+)\.\s*(\d+)(?:\.\s*(\d+))?/.exec(String(text));
  const found = parts?.slice(1).map((part) => Number(part ?? 0));
  return found?.every((part) => part <= 65535) ? found : undefined;
}

function compare(a, b) {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

const SIGNS = { "": "required", "?": "optional", "(?)": "optional", "+": "optional", "~": "unordered", "!": "not" };

function readDependency(text) {
  const match = /^(\(\?\)|[?!~+])?\s*(.*?)(?:\s*(==|=>|=<|[<>]=?|=)\s*(\d[\d.]*))?$/.exec(text.trim());
  const [, sign = "", name = "", operator, version] = match ?? [];
  const wanted = version === undefined ? undefined : numbers(version);
  const broken = name === "" || /[^A-Za-z0-9_ .-]/.test(name) || (version !== undefined && !wanted);
  return { kind: SIGNS[sign], name, operator, wanted, broken, text };
}

function holds(version, { operator, wanted }) {
  if (!wanted) return true;
  const order = compare(version, wanted);
  if (operator === ">") return order > 0;
  if (operator === "<") return order < 0;
  if (operator === ">=" || operator === "=>") return order >= 0;
  if (operator === "<=" || operator === "=<") return order <= 0;
  return order === 0;
}

/** The bytes of the info.json of a zip. */
function infoInZip(path) {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < 0) throw new Error("not a zip");
  let at = bytes.readUInt32LE(end + 16);
  let found;
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const depth = name.split("/").length;
    if (/(^|\/)info\.json$/.test(name) && (!found || depth < found.depth)) {
      found = {
        depth,
        method: bytes.readUInt16LE(at + 10),
        size: bytes.readUInt32LE(at + 20),
        start: bytes.readUInt32LE(at + 42),
      };
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (!found) throw new Error("no info.json");
  const start = found.start + 30 + bytes.readUInt16LE(found.start + 26) + bytes.readUInt16LE(found.start + 28);
  const packed = bytes.subarray(start, start + found.size);
  return found.method === 0 ? packed : inflateRawSync(packed);
}

function readInfo(bytes) {
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replace(/\p{Cc}/gu, " "));
  }
}

/** The mods that lie in a mod directory, by name. */
function lying(directory, faults) {
  const mods = new Map();
  const add = (mod) => mods.set(mod.name, [...(mods.get(mod.name) ?? []), mod]);
  for (const file of readdirSync(directory)) {
    const path = join(directory, file);
    if (!existsSync(path)) continue;
    const isFolder = statSync(path).isDirectory();
    if (isFolder ? !existsSync(join(path, "info.json")) : !file.endsWith(".zip") || file.endsWith(".tmp.zip")) continue;
    const bare = isFolder ? file : file.slice(0, -4);
    const [, name = bare, version] = /^(.*)_(\d+\.\d+(?:\.\d+)?)$/.exec(bare) ?? [];
    if (!isFolder && version === undefined) continue;
    try {
      const info = readInfo(isFolder ? readFileSync(join(path, "info.json")) : infoInZip(path));
      const own = numbers(info.version);
      const misnamed = info.name !== name || !own || (version !== undefined && compare(own, numbers(version)) !== 0);
      add({
        name,
        version: own ?? [0, 0, 0],
        shown: String(info.version),
        info,
        rank: isFolder ? (version === undefined ? 2 : 1) : 0,
        misnamed,
        file,
      });
    } catch {
      add({
        name,
        version: numbers(version) ?? [0, 0, 0],
        shown: version ?? "",
        info: {},
        rank: 0,
        misnamed: true,
        file,
      });
    }
  }
  void faults;
  return mods;
}

/** The mods that the game would load from a mod directory, in its order, or why it refuses. */
export function load(modDirectory, dataDirectory) {
  const faults = [];
  const builtins = new Map();
  for (const name of readdirSync(dataDirectory)) {
    const path = join(dataDirectory, name, "info.json");
    if (name === "core" || !existsSync(path)) continue;
    const info = JSON.parse(readFileSync(path, "utf8"));
    builtins.set(name, { name, version: numbers(info.version), shown: info.version, info, builtin: true });
  }
  const game = builtins.get("base").version;
  let listed = new Map();
  try {
    listed = new Map(
      JSON.parse(readFileSync(join(modDirectory, "mod-list.json"), "utf8")).mods.map((mod) => [mod.name, mod]),
    );
  } catch {
    // No list: everything is on.
  }
  const on = (name) => name === "base" || (listed.get(name)?.enabled ?? true);
  const there = lying(modDirectory, faults);
  const loaded = new Map([...builtins].filter(([name]) => on(name)));
  for (const [name, forms] of there) {
    if (!on(name) || builtins.has(name)) continue;
    const wanted = listed.get(name)?.version;
    const named = wanted === undefined ? undefined : numbers(wanted);
    const fitting = named ? forms.filter(({ version }) => compare(version, named) === 0) : [];
    const choice = (fitting.length > 0 ? fitting : forms).toSorted(
      (a, b) => compare(b.version, a.version) || b.rank - a.rank,
    )[0];
    if (choice.misnamed) faults.push(`${choice.file} does not match its info.json`);
    const line = numbers(`${choice.info.factorio_version ?? "0.12"}`);
    const fits =
      line &&
      ((line[0] === game[0] && line[1] === game[1]) ||
        (line[0] === 0 && line[1] === 18 && game[0] === 1 && game[1] === 0));
    if (!fits) faults.push(`${name} is made for Factorio ${choice.info.factorio_version}`);
    loaded.set(name, choice);
  }
  const before = new Map();
  for (const mod of loaded.values()) {
    const first = new Set();
    const strings = mod.info.dependencies ?? (mod.name === "base" ? [] : ["base"]);
    for (const dependency of (Array.isArray(strings) ? strings : [strings])
      .filter((entry) => typeof entry === "string")
      .map(readDependency)) {
      const { kind, name, broken, text } = dependency;
      const needed = kind === "required" || kind === "unordered";
      if (broken) {
        if (needed) faults.push(`${mod.name}: dependency "${text}" cannot be read`);
        continue;
      }
      const other = loaded.get(name);
      if (kind === "not") {
        if (other && other !== mod) faults.push(`${mod.name} is incompatible with ${name}`);
        continue;
      }
      if (!other && needed) faults.push(`${mod.name} misses ${text}`);
      if (!other) continue;
      if (!holds(other.version, dependency)) faults.push(`${mod.name} wants ${text}, there is ${other.shown}`);
      if (kind !== "unordered" && other !== mod) first.add(name);
    }
    before.set(mod.name, first);
  }
  const depths = new Map();
  const order = [];
  for (let left = [...loaded.keys()]; left.length > 0; ) {
    const ready = left.filter((name) => [...before.get(name)].every((other) => depths.has(other)));
    if (ready.length === 0) {
      faults.push(`Circular dependencies detected: ${left.join(", ")}`);
      break;
    }
    for (const name of ready)
      depths.set(name, 1 + Math.max(-1, ...[...before.get(name)].map((other) => depths.get(other))));
    left = left.filter((name) => !depths.has(name));
  }
  const runs = (name) => name.toUpperCase().match(/\d+|\D+/g) ?? [];
  const natural = (a, b) => {
    const [left, right] = [runs(a), runs(b)];
    for (let at = 0; at < Math.min(left.length, right.length); at++) {
      const both = /^\d/.test(left[at]) && /^\d/.test(right[at]);
      const differ = both
        ? Number(left[at]) - Number(right[at])
        : left[at] < right[at]
          ? -1
          : left[at] > right[at]
            ? 1
            : 0;
      if (differ !== 0) return differ;
    }
    return left.length - right.length || (a < b ? -1 : 1);
  };
  order.push(...[...depths.keys()].sort((a, b) => depths.get(a) - depths.get(b) || natural(a, b)));
  return {
    game: builtins.get("base").shown,
    faults,
    order: order.map((name) => ({ name, version: loaded.get(name).shown, builtin: loaded.get(name).builtin === true })),
    known: [...new Set([...builtins.keys(), ...listed.keys(), ...there.keys()])].map((name) => ({
      ...listed.get(name),
      name,
      enabled: on(name),
    })),
  };
}

function option(args, ...names) {
  const at = args.findIndex((arg) => names.includes(arg));
  return at < 0 ? undefined : args[at + 1];
}

function main(root, args) {
  const acts = JSON.parse(process.env.STAND_IN ?? "{}");
  if (acts.starts) appendFileSync(acts.starts, `${args.join(" ")}\n`);
  if (acts.steam && !process.env.SteamAppId) {
    const env = { ...process.env, SteamAppId: "427520" };
    spawn(process.execPath, [fileURLToPath(import.meta.url), root, ...args], {
      env,
      detached: true,
      stdio: "ignore",
    }).unref();
    process.exit(0);
  }
  const config = option(args, "-c", "--config");
  const written = config && /^write-data=(.*)$/m.exec(readFileSync(config, "utf8"))?.[1];
  const writeFolder = written ?? root;
  const modDirectory = option(args, "--mod-directory") ?? join(writeFolder, "mods");
  mkdirSync(writeFolder, { recursive: true });
  mkdirSync(modDirectory, { recursive: true });
  const lock = join(writeFolder, ".lock");
  const log = join(writeFolder, "factorio-current.log");
  writeFileSync(log, "");
  const say = (text) => {
    const row = `   0.${String(Math.round(performance.now())).padStart(3, "0").slice(0, 3)} ${text}\n`;
    appendFileSync(log, row);
    process.stdout.write(row);
  };
  const end = (code) => {
    rmSync(lock, { force: true });
    if (acts.die) process.kill(process.pid, acts.die);
    process.exit(code);
  };
  say(
    `2026-01-02 03:04:05; Factorio ${JSON.parse(readFileSync(join(root, "data/base/info.json"), "utf8")).version} (build 1, linux64, stand-in)`,
  );
  if (existsSync(lock)) {
    say("Error: another copy is already running.");
    process.exit(1);
  }
  writeFileSync(lock, String(process.pid));
  if (acts.hang) {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
    setInterval(() => {}, 1000);
    return;
  }
  const { faults, order, known } = load(modDirectory, join(root, "data"));
  for (const fault of faults) say(`Error ModManager.cpp:1: ${fault}`);
  if (faults.length > 0) {
    say("Failed to load mods");
    end(1);
  }
  say("Loading mod core 0.0.0 (data.lua)");
  for (const { name, version } of order) say(`Loading mod ${name} ${version} (data.lua)`);
  const names = new Set(order.map(({ name }) => name));
  const broken = (acts.breaks ?? []).find((group) => group.every((name) => names.has(name)));
  if (broken) {
    say(`Error ModManager.cpp:2: Failed to load mod "${broken.at(-1)}"`);
    end(1);
  }
  for (const { name } of order) say(`Checksum of ${name}: 1`);
  const list = known.map((mod) => ({
    ...mod,
    enabled: acts.disable?.includes(mod.name) ? false : acts.enable?.includes(mod.name) ? true : mod.enabled,
  }));
  for (const [name, file] of Object.entries(acts.update ?? {})) {
    copyFileSync(file, join(modDirectory, basename(file)));
    const entry = list.find((mod) => mod.name === name);
    if (entry) entry.version = /_(\d[\d.]*)\.zip$/.exec(file)[1];
  }
  writeFileSync(join(modDirectory, "mod-list.json"), `${JSON.stringify({ mods: list }, null, 2)}\n`);
  if (acts.settings)
    writeFileSync(join(modDirectory, "mod-settings.dat"), Buffer.from("0200000048000000000500000000000000", "hex"));
  const created = option(args, "--create");
  if (created) {
    mkdirSync(dirname(created), { recursive: true });
    writeFileSync(created, "a save");
    say("Saving finished");
    end(acts.exit ?? 0);
  }
  const save = option(args, "--start-server");
  if (save !== undefined && !existsSync(save)) {
    say(`Error: ${save} does not exist`);
    end(1);
  }
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      say(`Received ${signal}, shutting down`);
      end(acts.exit ?? 0);
    });
  }
  say("Factorio initialised");
  const stay = acts.stay ?? (save === undefined ? 0 : 120_000);
  setTimeout(() => end(acts.exit ?? 0), stay);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2], process.argv.slice(3));
