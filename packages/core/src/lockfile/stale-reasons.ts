import type { InstalledBuiltin } from "../game/builtins.ts";
import { formatLine, lineServes } from "../game/game-version.ts";
import { gameServes } from "../game/locked-game.ts";
import type { Manifest, Requirement } from "../manifest/manifest.ts";
import { plainPath } from "../manifest/mod-path.ts";
import { isBuiltin } from "../mod/mod-name.ts";
import { dependencyStrings, type Release } from "../mod/release.ts";
import { rangeHas } from "../version/range.ts";
import type { LockedPath, Lockfile } from "./lockfile.ts";
import { neededMods } from "./needed-mods.ts";
import { type PresentMod, presentMods } from "./present-mods.ts";
import { selectionFaults } from "./selection-faults.ts";
import type { StaleReason } from "./stale-reason.ts";

/** Facts about the machine, besides the two files, that can make a lockfile stale. */
export interface StaleFacts {
  /** By name: each `path` mod as its info.json describes it now. A mod missing here counts as unchanged. */
  readonly pathMods?: ReadonlyMap<string, Release>;
  /** The builtin mods of an installed game. */
  readonly installed?: readonly InstalledBuiltin[];
}

/**
 * Why a lockfile is out of date for a manifest; empty if it is up to date. Ranges, paths and game versions are compared
 * by meaning, not by their text. Source: docs/lockfile.md, "When it is stale".
 *
 * @throws FactorioLockError `USAGE` if the installed game is of another line than the manifest's.
 */
export function staleReasons(manifest: Manifest, lockfile: Lockfile, facts: StaleFacts = {}): StaleReason[] {
  const present = presentMods(lockfile, manifest.factorio, facts.installed);
  const reasons = [...removalReasons(manifest, lockfile, present)];
  for (const [name, requirement] of manifest.mods) {
    const own = [...requirementReasons(name, requirement, lockfile, present, facts)];
    const isNew = requirement.kind !== "refused" && !lockfile.requirements.has(name);
    reasons.push(...(isNew && own.length === 0 ? [{ kind: "new-requirement", name } as const] : own));
  }
  if (formatLine(lockfile.factorio.line) !== formatLine(manifest.factorio.line)) {
    // All other reasons about the game version follow from this one.
    return [{ kind: "game-line", from: lockfile.factorio, to: manifest.factorio }, ...reasons];
  }
  reasons.push(
    ...pathModLineReasons(manifest, facts),
    ...builtinReasons(manifest, lockfile, present, facts),
    ...selectionFaults(present),
    ...gameReasons(manifest, lockfile),
  );
  return reasons.length > 0 ? reasons : notNeededReasons(manifest, lockfile, present);
}

function* removalReasons(
  manifest: Manifest,
  lockfile: Lockfile,
  present: ReadonlyMap<string, PresentMod>,
): Iterable<StaleReason> {
  const recommended = new Map<string, string>();
  for (const mod of present.values()) {
    for (const { kind, name } of mod.dependencies) if (kind === "recommended") recommended.set(name, mod.name);
  }
  for (const [name, { kind }] of lockfile.requirements) {
    if (manifest.mods.has(name)) continue;
    const by = recommended.get(name);
    if (kind !== "refused") yield { kind: "removed", name };
    else if (by !== undefined) yield { kind: "allowed", name, by };
  }
}

function* requirementReasons(
  name: string,
  requirement: Requirement,
  lockfile: Lockfile,
  present: ReadonlyMap<string, PresentMod>,
  facts: StaleFacts,
): Iterable<StaleReason> {
  const builtin = isBuiltin(name) || lockfile.builtin.includes(name);
  const isLocked = name === "base" || lockfile.builtin.includes(name) || lockfile.mods.has(name);
  if (requirement.kind === "refused") {
    if (isLocked) yield { kind: "refused", name };
    return;
  }
  const mod = present.get(name);
  // A locked builtin mod that the game does not have is reported by `builtinReasons`.
  if (!mod && !isLocked) yield { kind: "added", name };
  if (!mod) return;
  const locked = lockfile.mods.get(name);
  if (!builtin) {
    const from = locked?.kind === "path" ? locked.path : undefined;
    const to = requirement.kind === "path" ? requirement.path : undefined;
    if ((from && plainPath(from)) !== (to && plainPath(to))) {
      yield { kind: "source-changed", name, from, to };
      return;
    }
  }
  if (requirement.kind === "range" && !rangeHas(requirement.range, mod.packed)) {
    yield { kind: "unmet-requirement", name, version: mod.version, range: requirement.range };
  }
  const now = facts.pathMods?.get(name);
  if (locked?.kind === "path" && now && hasChanged(locked, now)) {
    yield { kind: "path-mod-changed", name, from: locked.version, to: now.version };
  }
}

function hasChanged(locked: LockedPath, now: Release): boolean {
  const strings = (mod: LockedPath | Release): string => JSON.stringify(dependencyStrings(mod).toSorted());
  return locked.version.packed !== now.version.packed || strings(locked) !== strings(now);
}

function* pathModLineReasons({ mods, factorio: game }: Manifest, { pathMods }: StaleFacts): Iterable<StaleReason> {
  for (const [name, { kind }] of mods) {
    const line = kind === "path" ? pathMods?.get(name)?.factorioVersion : undefined;
    if (line !== undefined && !lineServes(line, game.line)) yield { kind: "path-mod-line", name, line, game };
  }
}

function* gameReasons({ game: build, factorio }: Manifest, lockfile: Lockfile): Iterable<StaleReason> {
  const { game } = lockfile;
  if (game?.build !== build) yield { kind: "game-build", from: game?.build, to: build };
  else if (game && !gameServes({ ...lockfile, factorio }, game.version)) {
    yield { kind: "game-version", version: game.version.text };
  }
}

function* builtinReasons(
  manifest: Manifest,
  lockfile: Lockfile,
  present: ReadonlyMap<string, PresentMod>,
  { installed }: StaleFacts,
): Iterable<StaleReason> {
  const beyondBase = lockfile.builtin.filter((name) => name !== "base");
  if (!manifest.expansion && beyondBase.length > 0) yield { kind: "no-expansion", builtin: beyondBase };
  for (const name of beyondBase) {
    if (present.has(name)) continue;
    yield { kind: "no-such-builtin", name, game: manifest.factorio, installed: installed !== undefined };
  }
}

function notNeededReasons(
  manifest: Manifest,
  lockfile: Lockfile,
  present: ReadonlyMap<string, PresentMod>,
): StaleReason[] {
  const needed = neededMods(manifest.mods, present);
  return [...lockfile.builtin, ...lockfile.mods.keys()]
    .filter((name) => name !== "base" && !needed.has(name))
    .map((name) => ({ kind: "not-needed", name }));
}
