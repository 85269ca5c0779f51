import {
  editManifest,
  FactorioLockError,
  formatLine,
  type ManifestChange,
  type ManifestEdit,
  type Release,
  rangeHas,
  type Warning,
} from "@factorio-lock/core";
import type { ModDirectoryHold, ModSource } from "@factorio-lock/game";
import { type Adoption, adoptedMods, adoptedReleases, isOwnDirectory } from "../../modpack/adopted.ts";
import { applyChange, commitManifest, withModDirectoryLock } from "../../modpack/apply-change.ts";
import type { EditOptions } from "../../modpack/edit-modpack.ts";
import { unlockedEdit } from "../../modpack/edited.ts";
import { needsExpansion, takenFrom, valueOf } from "../../modpack/imported-mods.ts";
import { readSource } from "../../modpack/read-source.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { shellCommand } from "../../modpack/suggestion.ts";
import { takeOver } from "../../modpack/take-over.ts";
import { withRemedies } from "../../modpack/with-remedies.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { type LockOnDisk, readLock } from "../../project/lock.ts";
import { findUpward, MANIFEST_NAME } from "../../project/place.ts";
import { type Project, projectFrom } from "../../project/project.ts";
import type { ChangeResult } from "../../result/change.ts";
import type { ImportedMod } from "../../result/source.ts";
import type { AdoptedMod, ImportResult } from "./result.ts";

/** Options of `import`. */
export interface ImportOptions extends EditOptions {
  /** Require `>=` the source's versions instead of exactly those. */
  readonly loose?: boolean | undefined;
}

/**
 * Adds the mods that are enabled elsewhere to the manifest, locks and installs. Existing entries of the manifest stay. If
 * the source is the modpack's own mod directory, the versions to which the game updated its mods are locked and required.
 *
 * @param what the path of a source, or a mod pack of Clusterio as one word
 * @throws FactorioLockError MANIFEST_NOT_FOUND; what reading a source, resolving, fetching and applying throw.
 */
export async function importMods(context: Context, what: string, options: ImportOptions = {}): Promise<ImportResult> {
  demandManifest(context, what);
  const source = await readSource(context, what, options);
  const noInstall = options.noInstall || options.noLock;
  return withModDirectoryLock(context, { ...options, noInstall }, (project, hold) =>
    importFrom(context, source, project, hold, options),
  );
}

async function importFrom(
  context: Context,
  source: ModSource,
  project: Project,
  hold: ModDirectoryHold | undefined,
  options: ImportOptions,
): Promise<ImportResult> {
  const { manifest, root } = project;
  const game = manifest.factorio;
  const over = await takeOver(context, source, { ...options, ...networkPlace(context, project), root, game });
  const before = await readLock(project);
  const own = isOwnDirectory(source, project) ? { source, project, before: before?.lockfile } : undefined;
  const asked = own && adoptedMods(own, over.mods);
  const adopted = replacedRanges(project, asked ?? []);
  const isNew = ({ name }: ImportedMod) => !manifest.mods.has(name) && (!asked || asked.some(([mod]) => mod === name));
  const added = over.mods.filter(isNew);
  const isKept = (name: string) => manifest.mods.has(name) && !adopted.some((mod) => mod.name === name);
  const kept = over.mods.map(({ name }) => name).filter(isKept);
  const off = over.off.filter((name) => !manifest.mods.has(name));
  const expansionSet = !manifest.expansion && needsExpansion(added);
  const edits: ManifestEdit[] = [
    ...(expansionSet ? [{ kind: "set", key: "expansion", value: true } as const] : []),
    ...added.map((mod) => ({ kind: "set-mod", name: mod.name, value: valueOf(mod) }) as const),
    ...adopted.map(({ name, to }) => ({ kind: "set-mod", name, value: to }) as const),
    ...off.map((name) => ({ kind: "set-mod", name, value: false }) as const),
  ];
  const text = editManifest(project.manifestText, MANIFEST_NAME, edits);
  const known = [
    ...source.warnings,
    ...over.warnings,
    ...(own ? offWarnings(own) : differenceWarnings(project, source)),
  ];
  const preferred = own && adoptedReleases(own, over.infos);
  const change = await applyImport(context, project, { text, before, preferred, hold }, options).catch(
    (error: unknown) => {
      if (!(error instanceof FactorioLockError)) throw error;
      const failure = Object.assign(error, { warnings: [...known, ...error.warnings] });
      throw withRemedies(failure, (remedies) => remedies.map((changes) => beforeImport(changes, project)));
    },
  );
  const warnings = [...known, ...change.warnings];
  return { ...change, warnings, from: takenFrom(source, context.cwd), added, kept, adopted, off, expansionSet };
}

/** The ranges of the manifest to replace because the game updated the mods, with the ranges that replace them. */
function replacedRanges({ manifest }: Project, asked: ReturnType<typeof adoptedMods>): AdoptedMod[] {
  return asked.flatMap(([name, value]): AdoptedMod[] => {
    const requirement = manifest.mods.get(name);
    if (requirement?.kind !== "range" || typeof value !== "string" || requirement.range.text === value) return [];
    return [{ name, from: requirement.range.text, to: value }];
  });
}

/**
 * The manifest changes after which the same import succeeds. An import leaves existing entries alone, so that a mod that it
 * must not add is set to `false`.
 */
function beforeImport(changes: readonly ManifestChange[], { manifest }: Project): ManifestChange[] {
  return changes.flatMap((change): ManifestChange[] => {
    if (change.kind !== "remove") return [change];
    const present = change.names.filter((name) => manifest.mods.has(name));
    const imported = change.names.filter((name) => !manifest.mods.has(name));
    return [
      ...(present.length > 0 ? [{ kind: "remove", names: present } as const] : []),
      ...imported.map((name) => ({ kind: "refuse", name }) as const),
    ];
  });
}

function demandManifest(context: Context, what: string): void {
  if (findUpward(context.cwd, MANIFEST_NAME) !== undefined) return;
  throw new FactorioLockError(
    "MANIFEST_NOT_FOUND",
    `There is no ${MANIFEST_NAME} in ${context.cwd} or any folder above it.`,
    {
      hint: `run \`factorio-lock init --from ${/^[\w./~-]{1,200}$/.test(what) ? what : "PATH"}\` to start one with these mods.`,
    },
  );
}

/** The manifest's new text, and the state that it is applied to. */
interface ImportChange {
  readonly text: string;
  readonly before: LockOnDisk | undefined;
  /** The releases that the solver prefers. Default: those of the lockfile. */
  readonly preferred: ReadonlyMap<string, Release> | undefined;
  readonly hold: ModDirectoryHold | undefined;
}

/** Writes the manifest's new text; locks and installs, unless the options say otherwise. */
async function applyImport(
  context: Context,
  project: Project,
  { text, before, preferred, hold }: ImportChange,
  options: ImportOptions,
): Promise<ChangeResult> {
  const edited = projectFrom(context, project, text);
  if (options.noLock) {
    if (!options.dryRun) await commitManifest(context, project, text);
    return unlockedEdit(edited, before?.lockfile, options.dryRun);
  }
  const facts = await gatherFacts(edited, options);
  const more = preferred ? { locked: preferred } : {};
  const request = requestOf(edited.manifest, facts, before?.lockfile, options, more);
  const { lockfile, warnings, heldBack, leftOut } = await solve(context, edited, request, options);
  const manifest = { from: project.manifestText, to: text };
  const change = { before, after: lockfile, warnings, heldBack, leftOut, hold, manifest };
  return applyChange(context, edited, change, { ...options, installed: facts.installed });
}

/** Warnings about required mods that are switched off in the modpack's own mod directory: an import removes none. */
function offWarnings({ source, project }: Adoption): Warning[] {
  const asked = source.off.filter((name) => {
    const requirement = project.manifest.mods.get(name);
    return requirement !== undefined && requirement.kind !== "refused";
  });
  return asked.map((name) => {
    const command = shellCommand(["disable", name]);
    const message = `${name} is switched off there, but mods.yaml asks for it${command === undefined ? "" : `; \`${command}\` leaves it out`}.`;
    return { code: "OFF_THERE", message, mod: name };
  });
}

/** Warnings about differences between manifest and source, and about settings, which an import does not take over. */
function differenceWarnings({ manifest }: Project, { game, mods, settings }: ModSource): Warning[] {
  const warnings: Warning[] = [];
  if (game && formatLine(game.line) !== formatLine(manifest.factorio.line)) {
    const message = `The mods there are for Factorio ${game.text}, and mods.yaml is for ${manifest.factorio.text}: most of their releases do not load in it.`;
    warnings.push({ code: "GAME_DIFFERS", message });
  }
  for (const { name, version } of mods) {
    const requirement = manifest.mods.get(name);
    if (requirement?.kind === "refused") {
      warnings.push({ code: "KEPT_OUT", message: `${name} is enabled there, but mods.yaml keeps it out.`, mod: name });
    } else if (requirement?.kind === "range" && version && !rangeHas(requirement.range, version.packed)) {
      const message = `${name} has version ${version.text} there, but mods.yaml asks for ${requirement.range.text}; that stays.`;
      warnings.push({ code: "RANGE_KEPT", message, mod: name });
    }
  }
  if (Object.values(settings ?? {}).some((values) => Object.keys(values).length > 0)) {
    const message =
      "The mod settings there are not taken over: only `factorio-lock init --from` and `factorio-lock sync` write them into mods.yaml.";
    warnings.push({ code: "SETTINGS_LEFT", message });
  }
  return warnings;
}
