import { isRelativePath } from "../manifest/mod-path.ts";
import { isBuiltin, isSafeName } from "../mod/mod-name.ts";
import type { Sha1 } from "../mod/sha1.ts";
import { readVersion } from "../version/version.ts";
import type { Fault } from "../yaml/fault.ts";
import { readPlainYaml } from "../yaml/read-plain.ts";
import { fitsMod, isSafeDownload } from "./archive-name.ts";
import { decodeLockfile } from "./decode-lockfile.ts";
import type { LockedMod, Lockfile } from "./lockfile.ts";

const MODS = "\nmods:\n";

/** Backslashes, and what is not on every keyboard: where a text has them, its quotes are not as easy to read. */
const NOT_SIMPLE = /[^\n -[\]-~]/;

/** A mod as `formatLockfile` writes it, up to its dependencies: in each group, a text without quotes or escapes. */
const ENTRY =
  / {2}([A-Za-z][\w .-]*):\n {4}version: "([^"\n]*)"\n(?: {4}path: "([^"\n]*)"\n| {4}file: "([^"\n]*)"\n {4}sha1: "([0-9a-f]{40})"\n {4}download: "([^"\n]*)"\n {4}released: "([^"\n]{0,100})"\n)( {4}dependencies:(?: \[\])?\n)?/y;

/** Most addresses; what others may look like is decided elsewhere. */
const USUAL_DOWNLOAD = /^\/download\/[\w -]{1,100}\/[0-9a-f]{1,100}$/;

const USUAL_VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;

const DEPENDENCY = '      - "';

/**
 * Reads a lockfile whose mods stand there letter for letter as `formatLockfile` writes them, several times faster than as YAML:
 * every command begins with this.
 *
 * @returns undefined for any other text, which may still be a lockfile; never anything but what it is as YAML.
 */
export function readWritten(text: string): Lockfile | undefined {
  const end = text.indexOf(MODS);
  if (end < 0 || NOT_SIMPLE.test(text)) return undefined;
  const mods = readMods(text, end + MODS.length);
  if (mods === undefined) return undefined;
  const head = readPlainYaml(`${text.slice(0, end)}\nmods: {}\n`);
  if (head === undefined) return undefined;
  const faults: Fault[] = [];
  const lockfile = decodeLockfile(head, faults);
  return lockfile !== undefined && faults.length === 0 ? { ...lockfile, mods } : undefined;
}

/** The mods in name order, from `start` to the end of the text. */
function readMods(text: string, start: number): Map<string, LockedMod> | undefined {
  const mods = new Map<string, LockedMod>();
  let before = "";
  for (let at = start; at < text.length; at += 1) {
    ENTRY.lastIndex = at;
    const entry = ENTRY.exec(text);
    const name = entry?.[1];
    if (!entry || name === undefined || name <= before || !isSafeName(name) || isBuiltin(name)) return undefined;
    before = name;
    at = ENTRY.lastIndex;
    const dependencies = readDependencies(text, at, entry[8]);
    const mod = dependencies && lockedMod(name, entry, dependencies.list);
    if (!mod) return undefined;
    mods.set(name, mod);
    at = dependencies.end;
    if (at === text.length) return mods;
    if (text[at] !== "\n") return undefined;
  }
  return undefined;
}

/** The list below the line `dependencies:`; undefined in it where there is no such line. */
function readDependencies(
  text: string,
  start: number,
  line: string | undefined,
): { readonly list: string[] | undefined; readonly end: number } | undefined {
  if (line === undefined) return { list: undefined, end: start };
  const list: string[] = [];
  let end = start;
  while (text.startsWith(DEPENDENCY, end)) {
    const from = end + DEPENDENCY.length;
    const to = text.indexOf('"\n', from);
    const dependency = text.slice(from, to);
    if (to < 0 || dependency.includes("\n") || dependency.includes('"')) return undefined;
    list.push(dependency);
    end = to + 2;
  }
  return list.length > 0 === line.endsWith("[]\n") ? undefined : { list, end };
}

/** A mod of what was written of it, checked as `decodeLockedMod` does. */
function lockedMod(name: string, entry: RegExpExecArray, dependencies: string[] | undefined): LockedMod | undefined {
  const [, , text = "", path, file = "", sha1 = "", download = "", released = ""] = entry;
  const version = readVersion(text);
  if (version === undefined) return undefined;
  if (path !== undefined) return isRelativePath(path) ? { kind: "path", version, path, dependencies } : undefined;
  const fits = (USUAL_VERSION.test(text) && file === `${name}_${text}.zip`) || fitsMod(file, name, version);
  if (!fits || !(USUAL_DOWNLOAD.test(download) || isSafeDownload(download))) return undefined;
  return { kind: "release", version, file, sha1: sha1 as Sha1, download, released, dependencies };
}
