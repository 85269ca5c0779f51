import type { Warning } from "@factorio-lock/core";
import { buildSource, type RawMod } from "./build-source.ts";
import type { ModSource } from "./mod-source.ts";
import { notASource } from "./not-a-source.ts";

/** `   0.037 Loading mod base 1.1.76 (data.lua)`, `1.375 Loading mod settings flib 0.16.5 (settings.lua)` */
const LOADING = /^\s*\d+\.\d+ Loading mod (settings )?(.{1,100}) (\d+\.\d+(?:\.\d+)?) \(([\w-]+)\.lua\)\s*$/;
/** `   0.306 Checksum of base: 3065294274`: one for each mod, after all are loaded. */
const CHECKSUM = /^\s*\d+\.\d+ Checksum of (.{1,100}): \d+\s*$/;
/** `   0.000 2026-01-02 03:04:05; Factorio 2.0.72 (build 84292, linux64, headless)` */
const HEAD = /^\s*\d+\.\d+ \d{4}-\d\d-\d\d [\d:]+; Factorio (\d+\.\d+\.\d+) \(/;

/** One loading of mods by the game. A log has several if mods were changed in the game. */
interface Loading {
  /** The stage of the latest line: 0 settings, 1 data, 2 checksums. */
  phase: number;
  readonly versions: Map<string, string>;
  readonly checked: Set<string>;
}

/** The game version in the head of a log; undefined if there is none. */
export function gameOfLog(text: string): string | undefined {
  return text.split("\n").flatMap((row) => HEAD.exec(row)?.[1] ?? [])[0];
}

/** Whether a text is a log of the game. */
export function isLog(text: string): boolean {
  return text.split("\n").some((row) => HEAD.test(row) || LOADING.test(row));
}

/**
 * Reads the mods that the game last loaded from its `factorio-current.log`. Source: docs/factorio.md, 7.
 *
 * The version of a mod without data stays unknown: the log gives only its checksum.
 *
 * @param file the name of the log in warnings
 * @throws FactorioLockError `FAILED` if it lists no mods
 */
export function logSource(path: string, file: string, text: string): ModSource {
  let game: string | undefined;
  let loading: Loading | undefined;
  for (const row of text.split("\n")) {
    if (row.length > 400) continue;
    game = HEAD.exec(row)?.[1] ?? game;
    loading = withRow(loading, row);
  }
  if (!loading) throw notASource(path, "does not show which mods were loaded");
  const { versions, checked } = loading;
  const names = new Set([...versions.keys(), ...checked]);
  const mods = [...names].map((name): RawMod => ({ name, version: versions.get(name), source: file }));
  const unfinished: Warning = {
    code: "SOURCE_UNFINISHED",
    message: `The game did not finish loading in ${file}: mods may be missing from it.`,
  };
  return buildSource({
    kind: "log",
    path,
    game: game ?? versions.get("base"),
    mods,
    warnings: checked.size > 0 ? [] : [unfinished],
  });
}

/** Updates the loading with one row of the log; starts a new one if the game loads its mods again. */
function withRow(loading: Loading | undefined, row: string): Loading | undefined {
  const checksum = CHECKSUM.exec(row)?.[1];
  if (checksum !== undefined) {
    const open = loading ?? newLoading();
    open.phase = 2;
    open.checked.add(checksum);
    return open;
  }
  const match = LOADING.exec(row);
  if (!match) return loading;
  const [, settings, name = "", version = "", file] = match;
  const phase = settings === undefined ? 1 : 0;
  const isNew =
    !loading || phase < loading.phase || (phase === 1 && loading.phase === 1 && name === "core" && file === "data");
  const open = isNew ? newLoading() : loading;
  open.phase = phase;
  open.versions.set(name, version);
  return open;
}

function newLoading(): Loading {
  return { phase: 0, versions: new Map(), checked: new Set() };
}
