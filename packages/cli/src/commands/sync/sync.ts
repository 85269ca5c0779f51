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
import { withDirectoryLock } from "../../modpack/place-mods.ts";
import { isAddress, readSource } from "../../modpack/read-source.ts";
import { restoreModpack } from "../../modpack/restored.ts";
import { settingChanges } from "../../modpack/setting-changes.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { shellCommand } from "../../modpack/suggestion.ts";
import { takeOver } from "../../modpack/take-over.ts";
import { allowAddress, networkPlace } from "../../project/admit.ts";
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
import { type ManifestContent, syncEdits } from "./sync-edits.ts";

/** Options of `sync`. */
export interface SyncOptions extends ChangeOptions {
  /** Do not ask. */
  readonly yes?: boolean | undefined;
  /** Require `>=` the source's versions instead of exactly those. */
  readonly loose?: boolean | undefined;
  /** Take the settings of a mod directory, too. */
  readonly settings?: boolean | undefined;
  /** Mods to leave out. */
  readonly without?: readonly string[] | undefined;
  /** Refuse an address that leads to this machine or into its network. */
  readonly publicOnly?: boolean | undefined;
}

/** The changes of a sync, as shown before the question. */
export interface SyncPlan {
  readonly from: TakenFrom;
  readonly mods: readonly ModChange[];
  readonly settings: readonly SettingChange[];
  readonly factorio: string;
  readonly factorioBefore: string | null;
}

const DEFAULT_LINE = "2.0";

/**
 * Makes this modpack exactly what a source has, or starts a new one. Manifest, lockfile, settings and mod directory change
 * together or not at all. Idempotent. Source: docs/commands.md, "sync".
 *
 * @param what a path, an address, or a mod pack as one word
 * @throws FactorioLockError MOD_NOT_FOUND with all mods that are neither on the portal nor beside the source; USAGE if there
 *   is no terminal to ask on; what reading a source, resolving, fetching and applying throw.
 */
export async function sync(context: Context, what: string, options: SyncOptions = {}): Promise<SyncResult> {
  const source = withoutMods(await readSource(context, what, options), options.without ?? []);
  const run = (project: Project, hold: ModDirectoryHold | undefined, isNew: boolean) =>
    syncTo(context, { source, what }, { project, hold, isNew }, options);
  if (findUpward(context.cwd, MANIFEST_NAME) !== undefined) {
    return withModDirectoryLock(context, options, (project, hold) => run(project, hold, false));
  }
  const fresh = newProject(context, source);
  if (options.noInstall || options.dryRun) return run(fresh, undefined, true);
  return withDirectoryLock(context, fresh, options, (hold) => run(fresh, hold, true));
}

/** The modpack to change, with the lock on its mod directory; undefined if nothing is written there. */
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
  const { wanted, off, locked, preferred, warnings } = await contentOf(
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
    throw withSyncSuggestions(error, what, options);
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
  // Whoever names an address here allows it.
  if (source.kind === "pack" && isAddress(what) && !options.dryRun) await allowAddress(context, edited.root, what);
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

/** A new modpack in the current folder, with a manifest that asks for no mods. */
function newProject(context: Context, source: ModSource): Project {
  if (!existsSync(context.cwd)) {
    throw new FactorioLockError("MANIFEST_NOT_FOUND", `There is no folder ${context.cwd}.`, { hint: "make it first." });
  }
  const place = placeAt(context.cwd);
  return projectFrom(context, place, formatNewManifest({ factorio: sourceGameVersion(source).text, expansion: false }));
}

interface SyncContent {
  readonly wanted: ManifestContent;
  readonly off: readonly string[];
  /** The lockfile of the source, whose releases are preferred. */
  readonly locked: Lockfile | undefined;
  /** The releases of the modpack's own mod directory, which are preferred. */
  readonly preferred?: ReadonlyMap<string, Release>;
  readonly warnings: readonly Warning[];
}

async function contentOf(
  context: Context,
  project: Project,
  source: ModSource,
  what: string,
  options: SyncOptions,
  adoption: Adoption | undefined,
): Promise<SyncContent> {
  const { root, manifest } = project;
  const { settings } = source;
  if (source.locked) {
    const { mods, lockfile } = restoreModpack(source, source.locked, root);
    const { factorio, expansion } = lockfile;
    const off = [...mods].flatMap(([name, value]) => (value === false ? [name] : []));
    const pack = packOf(source, source.locked);
    return {
      wanted: { factorio: factorio.text, expansion, mods, settings, pack, listsKeptOut: true },
      off,
      locked: lockfile,
      warnings: source.warnings,
    };
  }
  const game = source.game ? sourceGameVersion(source) : manifest.factorio;
  const network = networkPlace(context, project);
  const over = await takeOver(context, source, { ...options, ...network, root, game });
  if (over.unknown.length > 0) throw await unknownModsError(over.unknown, what, options);
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
  const warnings = [...source.warnings, ...over.warnings, ...unknownGameWarnings(source, game)];
  return {
    wanted: { factorio: game.text, expansion, mods, settings, pack: undefined, listsKeptOut: false },
    off: over.off,
    locked: undefined,
    ...(adoption ? { preferred: adoptedReleases(adoption, over.infos) } : {}),
    warnings,
  };
}

/** The game line of a source, because an exact version would exclude every later patch. */
function sourceGameVersion({ game }: ModSource): GameVersion {
  return parseGameVersion(game ? formatLine(game.line) : DEFAULT_LINE) as GameVersion;
}

function unknownGameWarnings({ game }: ModSource, taken: GameVersion): Warning[] {
  if (game) return [];
  const message = `The source does not say which Factorio its mods are for: mods.yaml says ${taken.text}. \`factorio-lock set factorio VERSION\` changes it.`;
  return [{ code: "GAME_UNKNOWN", message }];
}

function withoutMods(source: ModSource, without: readonly string[]): ModSource {
  return { ...source, mods: source.mods.filter(({ name }) => !without.includes(name)) };
}

async function unknownModsError(
  names: readonly string[],
  what: string,
  options: SyncOptions,
): Promise<FactorioLockError> {
  const many = names.length > 1;
  const without = [...(options.without ?? []), ...names].join(",");
  const command = shellCommand(["sync", what, ...flagsOf({ ...options, without: undefined }), "--without", without]);
  const message = `${many ? `${names.length} mods are` : "1 mod is"} neither on the mod portal nor beside the source: ${names.join(", ")}.`;
  const ask = `ask whoever plays with ${many ? "them for the archives, and put them" : "it for the archive, and put it"} beside the source's mod-list.json`;
  return new FactorioLockError("MOD_NOT_FOUND", message, {
    hint: command === undefined ? `${ask}.` : `${ask}; \`${command}\` goes without.`,
  });
}

/** Replaces a failure's remedies, which edit a manifest that is not on disk, by `--without` for the mods they remove. */
function withSyncSuggestions(error: unknown, what: string, options: SyncOptions): unknown {
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
