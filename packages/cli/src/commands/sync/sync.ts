import { existsSync } from "node:fs";
import {
  compareNames,
  editManifest,
  FactorioLockError,
  formatLine,
  formatNewManifest,
  type GameVersion,
  type Lockfile,
  type ModValue,
  parseGameVersion,
  type Release,
  type Warning,
} from "@factorio-lock/core";
import type { ModDirectoryHold, ModSource } from "@factorio-lock/game";
import { type Adoption, adoptedMods, adoptedReleases, isOwnDirectory, switchedOff } from "../../modpack/adopted.ts";
import { applyChange, type ChangeOptions, withModDirectoryLock } from "../../modpack/apply-change.ts";
import { modChanges } from "../../modpack/change.ts";
import { packOf } from "../../modpack/followed.ts";
import { needsExpansion, takenFrom, valueOf } from "../../modpack/imported-mods.ts";
import { holding } from "../../modpack/place-mods.ts";
import { readSource } from "../../modpack/read-source.ts";
import { restored } from "../../modpack/restored.ts";
import { settingChanges } from "../../modpack/setting-changes.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { shellCommand } from "../../modpack/suggestion.ts";
import { takeOver } from "../../modpack/take-over.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { writeGitFiles } from "../../project/git-files.ts";
import { newLockText, readLock } from "../../project/lock.ts";
import { findUpward, MANIFEST_NAME, placeAt } from "../../project/place.ts";
import { type Project, projectFrom } from "../../project/project.ts";
import { MANIFEST_SCHEMA } from "../../repository.ts";
import type { ModChange } from "../../result/change.ts";
import type { SettingChange } from "../../result/setting.ts";
import type { TakenFrom } from "../../result/source.ts";
import { askForSync } from "./ask-for-sync.ts";
import type { SyncResult } from "./result.ts";
import { syncEdits, type Wanted } from "./sync-edits.ts";

/** Options of `sync`. */
export interface SyncOptions extends ChangeOptions {
  /** Do not ask. */
  readonly yes?: boolean | undefined;
  /** Ask for `>=` the versions there instead of exactly them. */
  readonly loose?: boolean | undefined;
  /** Take the settings of a mod directory, too. */
  readonly settings?: boolean | undefined;
  /** Mods that are left out. */
  readonly without?: readonly string[] | undefined;
}

/** The changes of a sync, as shown before the question. */
export interface SyncPlan {
  readonly from: TakenFrom;
  readonly mods: readonly ModChange[];
  readonly settings: readonly SettingChange[];
  readonly factorio: string;
  readonly factorioBefore: string | null;
}

const USUAL_LINE = "2.0";

/**
 * Makes this modpack exactly what a source has, or starts one that is: manifest, lockfile, settings and mod directory are
 * one change. What is there already changes nothing. Source: docs/commands.md, "sync".
 *
 * @param what a path, a mod pack in one word, or an address
 * @throws FactorioLockError MOD_NOT_FOUND with all mods that can be had nowhere; USAGE if nobody is there to be asked;
 *   what reading a source, resolving, fetching and applying throw.
 */
export async function sync(context: Context, what: string, options: SyncOptions = {}): Promise<SyncResult> {
  const source = withoutMods(await readSource(context, what, options), options.without ?? []);
  const run = (project: Project, hold: ModDirectoryHold | undefined, isNew: boolean) =>
    syncTo(context, { source, what }, { project, hold, isNew }, options);
  if (findUpward(context.cwd, MANIFEST_NAME) !== undefined) {
    return withModDirectoryLock(context, options, (project, hold) => run(project, hold, false));
  }
  const begun = newProject(context, source);
  if (options.noInstall || options.dryRun) return run(begun, undefined, true);
  return holding(context, begun, options, (hold) => run(begun, hold, true));
}

/** A modpack that is changed, with the hold on its mod directory; absent for a mere look. */
interface Target {
  readonly project: Project;
  readonly hold: ModDirectoryHold | undefined;
  /** Whether there is no manifest yet. */
  readonly isNew: boolean;
}

async function syncTo(
  context: Context,
  { source, what }: { readonly source: ModSource; readonly what: string },
  { project, hold, isNew }: Target,
  options: SyncOptions,
): Promise<SyncResult> {
  const before = await readLock(project);
  const adoption =
    !isNew && isOwnDirectory(source, project) ? { source, project, before: before?.lockfile } : undefined;
  const { wanted, off, locked, preferred, warnings } = await wantedOf(
    context,
    project,
    source,
    what,
    options,
    adoption,
  );
  const manifestText = isNew
    ? formatNewManifest({ ...wanted, settings: wanted.settings ?? {}, schema: MANIFEST_SCHEMA })
    : editManifest(project.manifestText, MANIFEST_NAME, syncEdits(project, wanted));
  const edited = projectFrom(context, project, manifestText);
  const facts = await gatherFacts(edited, options);
  const request = requestOf(edited.manifest, facts, locked ?? before?.lockfile, options, {
    ...(preferred ? { locked: preferred } : {}),
  });
  const solved = await solve(context, edited, request, options).catch((error: unknown) => {
    throw inSync(error, what, options);
  });
  const plan: SyncPlan = {
    from: takenFrom(source, context.cwd),
    mods: modChanges(before?.lockfile, solved.lockfile),
    settings: settingChanges(isNew ? undefined : project.settings, edited.settings),
    factorio: edited.manifest.factorio.text,
    factorioBefore:
      isNew || project.manifest.factorio.text === edited.manifest.factorio.text ? null : project.manifest.factorio.text,
  };
  const onDisk = isNew ? undefined : project.manifestText;
  const changed = manifestText !== onDisk;
  const isIdle = !changed && newLockText(before, solved.lockfile) === undefined;
  if (!isIdle && !options.dryRun && !options.yes) await askForSync(context, plan);
  const change = {
    before,
    after: solved.lockfile,
    warnings: [...warnings, ...solved.warnings],
    leftOut: solved.leftOut,
    hold,
    manifest: { from: onDisk, to: manifestText },
  };
  const result = await applyChange(context, edited, change, { ...options, installed: facts.installed });
  const git = isNew && !options.dryRun ? await writeGitFiles(context, project.root) : undefined;
  const { from, factorioBefore, settings } = plan;
  return {
    ...result,
    warnings: [...result.warnings, ...(git?.warnings ?? [])],
    ...(git ? { gitFiles: git.changed } : {}),
    from,
    manifest: { path: MANIFEST_NAME, changed, isNew },
    factorioBefore,
    off,
    settings,
  };
}

/** A modpack that is only begun: its folder, and a manifest that asks for nothing. */
function newProject(context: Context, source: ModSource): Project {
  if (!existsSync(context.cwd)) {
    throw new FactorioLockError("MANIFEST_NOT_FOUND", `There is no folder ${context.cwd}.`, { hint: "make it first." });
  }
  const place = placeAt(context.cwd);
  return projectFrom(context, place, formatNewManifest({ factorio: gameOf(source).text, expansion: false }));
}

interface SyncWanted {
  readonly wanted: Wanted;
  readonly off: readonly string[];
  /** The lockfile of the source, whose releases are preferred. */
  readonly locked: Lockfile | undefined;
  /** The releases of the modpack's own mod directory, which are preferred. */
  readonly preferred?: ReadonlyMap<string, Release>;
  readonly warnings: readonly Warning[];
}

async function wantedOf(
  context: Context,
  project: Project,
  source: ModSource,
  what: string,
  options: SyncOptions,
  adoption: Adoption | undefined,
): Promise<SyncWanted> {
  const { root, manifest } = project;
  const { settings } = source;
  if (source.locked) {
    const { mods, lockfile } = restored(source, source.locked, root);
    const { factorio, expansion } = lockfile;
    const off = [...mods].flatMap(([name, value]) => (value === false ? [name] : []));
    const pack = packOf(source, source.locked);
    return {
      wanted: { factorio: factorio.text, expansion, mods, settings, pack, saysKeptOut: true },
      off,
      locked: lockfile,
      warnings: source.warnings,
    };
  }
  const game = source.game ? gameOf(source) : manifest.factorio;
  const network = networkPlace(context, project);
  const over = await takeOver(context, source, { ...options, ...network, root, game });
  if (over.unknown.length > 0) throw await unknownMods(over.unknown, what, options);
  const mods = new Map(
    [
      ...(adoption
        ? [...adoptedMods(adoption, over.mods), ...switchedOff(adoption)]
        : over.mods.map((mod): [string, ModValue] => [mod.name, valueOf(mod)])),
      ...over.off.map((name): [string, ModValue] => [name, false]),
      ...(options.without ?? []).map((name): [string, ModValue] => [name, false]),
    ].sort(([a], [b]) => compareNames(a, b)),
  );
  const expansion = needsExpansion(over.mods);
  const warnings = [...source.warnings, ...over.warnings, ...gameUnknown(source, game)];
  return {
    wanted: { factorio: game.text, expansion, mods, settings, pack: undefined, saysKeptOut: false },
    off: over.off,
    locked: undefined,
    ...(adoption ? { preferred: adoptedReleases(adoption, over.infos) } : {}),
    warnings,
  };
}

/** The line of a source: an exact version would keep the player from every later patch. */
function gameOf({ game }: ModSource): GameVersion {
  return parseGameVersion(game ? formatLine(game.line) : USUAL_LINE) as GameVersion;
}

function gameUnknown({ game }: ModSource, taken: GameVersion): Warning[] {
  if (game) return [];
  const message = `For which game the mods are is not said there: mods.yaml says ${taken.text}. \`factorio-lock set factorio VERSION\` changes it.`;
  return [{ code: "GAME_UNKNOWN", message }];
}

function withoutMods(source: ModSource, without: readonly string[]): ModSource {
  return { ...source, mods: source.mods.filter(({ name }) => !without.includes(name)) };
}

async function unknownMods(names: readonly string[], what: string, options: SyncOptions): Promise<FactorioLockError> {
  const many = names.length > 1;
  const without = [...(options.without ?? []), ...names].join(",");
  const command = shellCommand(["sync", what, ...flagsOf({ ...options, without: undefined }), "--without", without]);
  const message = `${many ? `${names.length} mods are` : "1 mod is"} neither on the mod portal nor beside what was named: ${names.join(", ")}.`;
  const ask = `ask whoever plays with ${many ? "them for the archives, and put them" : "it for the archive, and put it"} beside the source's mod-list.json`;
  return new FactorioLockError("MOD_NOT_FOUND", message, {
    hint: command === undefined ? `${ask}.` : `${ask}; \`${command}\` goes without.`,
  });
}

/** A failed resolution, whose remedies are about a manifest that is not on disk: what they remove is left out instead. */
function inSync(error: unknown, what: string, options: SyncOptions): unknown {
  if (!(error instanceof FactorioLockError) || error.remedies.length === 0) return error;
  const suggestions = error.remedies.flatMap((changes) => {
    const left = changes.flatMap((change) => (change.kind === "remove" ? change.names : []));
    if (left.length === 0 || changes.some(({ kind }) => kind !== "remove")) return [];
    const without = [...(options.without ?? []), ...left].join(",");
    return shellCommand(["sync", what, ...flagsOf({ ...options, without: undefined }), "--without", without]) ?? [];
  });
  return error.withDetails({ remedies: [], suggestions, hint: undefined });
}

function flagsOf({ yes, loose, settings }: SyncOptions): string[] {
  return [...(yes ? ["--yes"] : []), ...(loose ? ["--loose"] : []), ...(settings ? ["--settings"] : [])];
}
