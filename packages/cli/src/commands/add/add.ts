import {
  candidates,
  editManifest,
  isBuiltin,
  type Lockfile,
  lockfileFrom,
  type ManifestEdit,
  type Selection,
  withoutYoung,
} from "@factorio-lock/core";
import type { ModDirectoryHold } from "@factorio-lock/game";
import type { Metadata } from "@factorio-lock/portal";
import { ageLimitOf } from "../../modpack/age-limit.ts";
import { applyChange, commitManifest, withModDirectoryLock } from "../../modpack/apply-change.ts";
import { type AskedMod, askedMods } from "../../modpack/asked-mod.ts";
import type { EditOptions } from "../../modpack/edit-modpack.ts";
import { unlockedEdit } from "../../modpack/edited.ts";
import { nearNames, noSuchMods } from "../../modpack/near-names.ts";
import { neededBy } from "../../modpack/needed-by.ts";
import { withMetadata } from "../../modpack/services.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { withRemedies } from "../../modpack/with-remedies.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import { type Project, projectFrom } from "../../project/project.ts";
import { addRemedies } from "./add-help.ts";
import { fittingOptional } from "./fitting-optional.ts";
import type { AddResult } from "./result.ts";

/** Options of `add`. */
export interface AddOptions extends EditOptions {
  /** Also add the optional dependencies of the added mods that fit. */
  readonly withOptional?: boolean | undefined;
}

/**
 * Puts mods into the manifest, locks and installs. A mod without a range gets the newest release that fits, and the
 * manifest says `>= THAT VERSION`.
 *
 * @param asked `NAME`, `NAME@RANGE` or `NAME@false`.
 * @throws FactorioLockError USAGE for an invalid range; MOD_NOT_FOUND with near names; what resolving, fetching and
 *   applying throw.
 */
export async function add(context: Context, asked: readonly string[], options: AddOptions = {}): Promise<AddResult> {
  return withModDirectoryLock(
    context,
    { ...options, noInstall: options.noInstall || options.noLock },
    (project, hold) => {
      const network = { ...options, ...networkPlace(context, project), line: project.manifest.factorio.line };
      return withMetadata(context, network, async (metadata) => {
        const mods = askedMods(asked);
        // One request for all names, although some are needed first. The lookups below report its failure.
        const names = [...mods.map(({ name }) => name), ...project.manifest.mods.keys()];
        if (!options.noLock) metadata.refresh(names).catch(() => {});
        const wanted = await resolveNames(context, project, metadata, mods);
        if (options.noLock) return addUnlocked(context, project, metadata, wanted, options);
        return addLocked(context, project, metadata, wanted, hold, options);
      });
    },
  );
}

async function addLocked(
  context: Context,
  project: Project,
  metadata: Metadata,
  asked: readonly AskedMod[],
  hold: ModDirectoryHold | undefined,
  options: AddOptions,
): Promise<AddResult> {
  const before = await readLock(project);
  const facts = await gatherFacts(project, options);
  let wanted = asked;
  const solveWith = async (mods: readonly AskedMod[]) => {
    const open = projectFrom(
      context,
      project,
      textWith(project, mods, () => "*"),
    );
    const justAsked = mods.map(({ name }) => name);
    const request = requestOf(open.manifest, facts, before?.lockfile, options, { justAsked });
    return solve(context, open, request, options, metadata).catch((error: unknown) => {
      throw withRemedies(error, (remedies) => addRemedies(remedies, mods, project.manifest.mods));
    });
  };
  let solved = await solveWith(wanted);
  let optional = await fittingOptional(context, project, metadata, solved, wanted, facts, options);
  if (options.withOptional && optional.length > 0) {
    wanted = [...wanted, ...optional.map(({ name }): AskedMod => ({ name, range: undefined }))];
    solved = await solveWith(wanted);
    optional = [];
  }
  const text = textWith(project, wanted, (name) => atLeastSelected(solved.selection, name));
  const after = projectFrom(context, project, text);
  const lockfile = { ...lockfileFrom(after.manifest, solved.selection), ...lockedGameField(solved.lockfile) };
  const manifest = { from: project.manifestText, to: text };
  const { warnings, heldBack, leftOut } = solved;
  const change = { before, after: lockfile, warnings, heldBack, leftOut, hold, manifest };
  const result = await applyChange(context, after, change, { ...options, installed: facts.installed });
  return {
    ...result,
    added: rangesOf(project, after, wanted),
    brings: broughtBy(before?.lockfile, lockfile, wanted),
    optional,
  };
}

async function addUnlocked(
  context: Context,
  project: Project,
  metadata: Metadata,
  wanted: readonly AskedMod[],
  options: AddOptions,
): Promise<AddResult> {
  const newest = new Map<string, string>();
  const ageLimit = ageLimitOf(project.manifest, options);
  const age = { ...(ageLimit ? { ageLimit } : {}), requirements: project.manifest.mods };
  for (const { name, range } of wanted) {
    if (range !== undefined || isBuiltin(name)) continue;
    const info = await metadata.get(name);
    const release = info && candidates(withoutYoung(age, info), project.manifest.factorio.line).at(-1);
    newest.set(name, release ? `>= ${release.version.text}` : "*");
  }
  const text = textWith(project, wanted, (name) => newest.get(name) ?? "*");
  const after = projectFrom(context, project, text);
  if (!options.dryRun) await commitManifest(context, project, text);
  const before = await readLock(project);
  const result = unlockedEdit(after, before?.lockfile, options.dryRun);
  return { ...result, added: rangesOf(project, after, wanted), brings: [], optional: [] };
}

/** The maximum number of near names that are offered. */
const MAX_CHOICES = 8;

/** Resolves the requested names: if the portal has no such mod, the user may pick a similar one. */
async function resolveNames(
  context: Context,
  project: Project,
  metadata: Metadata,
  asked: readonly AskedMod[],
): Promise<AskedMod[]> {
  const found: AskedMod[] = [];
  const missing = new Map<string, readonly string[]>();
  for (const mod of asked) {
    const { name, range } = mod;
    const local = isBuiltin(name) || project.manifest.mods.get(name)?.kind === "path";
    if (local || range === false || (await metadata.get(name)) !== undefined) {
      found.push(mod);
      continue;
    }
    const near = await nearNames(metadata, name, MAX_CHOICES);
    if (!context.ask || near.length === 0) {
      missing.set(name, near.slice(0, 3));
      continue;
    }
    const choice = await context.ask.choose(`The mod portal has no mod "${name}". Which one do you mean?`, [
      ...near.map((value) => ({ value, label: value })),
      { value: "", label: "none of these" },
    ]);
    if (choice === "") missing.set(name, near.slice(0, 3));
    else found.push({ name: choice, range });
  }
  if (missing.size > 0) throw noSuchMods(missing);
  return found;
}

/** The manifest's text with the mods added. A mod that it lists already keeps its range, unless another one is given. */
function textWith(project: Project, wanted: readonly AskedMod[], rangeFor: (name: string) => string): string {
  const edits = wanted.flatMap(({ name, range }): ManifestEdit[] => {
    const present = project.manifest.mods.get(name);
    if (range === undefined && present !== undefined && present.kind !== "refused") return [];
    return [{ kind: "set-mod", name, value: range ?? rangeFor(name) }];
  });
  return editManifest(project.manifestText, MANIFEST_NAME, edits);
}

/** At least the selected version, so that later solves never downgrade it unasked. A builtin mod follows the game. */
export function atLeastSelected(selection: Selection, name: string): string {
  const mod = selection.mods.find((selected) => selected.name === name);
  return mod ? `>= ${mod.release.version.text}` : "*";
}

function rangesOf(before: Project, after: Project, wanted: readonly AskedMod[]): AddResult["added"] {
  return wanted.map(({ name }) => {
    const [old, range] = [rangeOf(before, name), rangeOf(after, name)];
    return { name, range: range ?? false, changed: old !== range };
  });
}

function rangeOf({ manifest }: Project, name: string): string | false | undefined {
  const requirement = manifest.mods.get(name);
  if (requirement === undefined) return undefined;
  return requirement.kind === "range" ? requirement.range.text : requirement.kind === "path" ? "*" : false;
}

function broughtBy(before: Lockfile | undefined, after: Lockfile, wanted: readonly AskedMod[]): AddResult["brings"] {
  const asked = new Set(wanted.map(({ name }) => name));
  return [...after.mods]
    .filter(([name]) => !asked.has(name) && !before?.mods.has(name) && !after.requirements.has(name))
    .map(([name, { version }]) => ({ name, version: version.text, neededBy: neededBy(after, name) }));
}

/** The `game` field of a lockfile, to spread into another one: empty if no game is locked. */
export function lockedGameField({ game }: Lockfile): Pick<Lockfile, "game"> {
  return game ? { game } : {};
}
