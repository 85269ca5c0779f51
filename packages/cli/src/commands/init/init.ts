import { access } from "node:fs/promises";
import {
  compareNames,
  FactorioLockError,
  formatLine,
  formatLockfile,
  formatNewManifest,
  type GameVersion,
  type ModValue,
  parseGameVersion,
  type Warning,
} from "@factorio-lock/core";
import { replaceFile } from "@factorio-lock/disk";
import type { LockedSource, ModSource } from "@factorio-lock/game";
import { packOf } from "../../modpack/followed.ts";
import { importedMods, needsExpansion, takenFrom, valueOf } from "../../modpack/imported-mods.ts";
import { isAddress, readSource } from "../../modpack/read-source.ts";
import { restoreModpack } from "../../modpack/restored.ts";
import { type TakenOver, takeOver } from "../../modpack/take-over.ts";
import { allowAddress } from "../../project/admit.ts";
import { commitChange } from "../../project/commit-change.ts";
import type { Context } from "../../project/context.ts";
import { writeGitFiles } from "../../project/git-files.ts";
import { MANIFEST_NAME, type Place, placeAt } from "../../project/place.ts";
import { readText } from "../../project/read-text.ts";
import { MANIFEST_SCHEMA } from "../../repository.ts";
import type { ImportedMod } from "../../result/source.ts";
import type { InitResult } from "./result.ts";

/** Options of `init`. */
export interface InitOptions {
  /** `2.0` or `2.0.77`. Default: the game line of `from`, else `2.0`. */
  readonly factorio?: string | undefined;
  readonly expansion?: boolean | undefined;
  /** The source of the mods: a path, an address, or a mod pack as one word. Source: docs/commands.md, "init". */
  readonly from?: string | undefined;
  /** Take the settings of a mod directory, too. */
  readonly settings?: boolean | undefined;
  readonly offline?: boolean | undefined;
  /** Require `>=` the source's versions instead of exactly those. */
  readonly loose?: boolean | undefined;
}

/** The game line that most people play. Source: docs/factorio.md. */
const DEFAULT_LINE = "2.0";

/**
 * Writes a manifest into the current folder, with the mods of `from`, if any; in a git repository also lines in git's
 * files. The manifest has the game line of the source, because an exact version would exclude every later patch. If the
 * folder has a lockfile and no `from` is given, the manifest is restored from the lockfile.
 *
 * @throws FactorioLockError USAGE for an invalid game version, FAILED if there is a manifest already; what reading a source
 *   throws.
 */
export async function init(context: Context, options: InitOptions = {}): Promise<InitResult> {
  const asked = options.factorio === undefined ? undefined : gameVersion(options.factorio);
  const place = placeAt(context.cwd);
  const { manifestPath, root } = place;
  await refuseExisting(context, manifestPath);
  const isRestore = options.from === undefined && (await exists(place.lockfilePath));
  const from = isRestore ? place.lockfilePath : options.from;
  const source = from === undefined ? undefined : await readSource(context, from, options);
  if (source?.locked)
    return withGitFiles(context, root, await restore(context, place, source, source.locked, options, asked));
  const line = source?.game && formatLine(source.game.line);
  const factorio = asked?.text ?? line ?? DEFAULT_LINE;
  const game = asked ?? gameVersion(factorio);
  const taken = source && (await takeOver(context, source, { ...options, root, game }));
  const mods = taken?.mods ?? [];
  const off = taken?.off ?? [];
  const expansion = (options.expansion ?? false) || needsExpansion(mods);
  const values = [
    ...mods.map((mod): [string, ModValue] => [mod.name, valueOf(mod)]),
    ...off.map((name): [string, ModValue] => [name, false]),
  ];
  const text = formatNewManifest({
    schema: MANIFEST_SCHEMA,
    factorio,
    expansion,
    mods: new Map(values.sort(([a], [b]) => compareNames(a, b))),
    ...(source?.settings ? { settings: source.settings } : {}),
  });
  await replaceFile(manifestPath, text);
  const imported = source &&
    taken && { ...source, warnings: [...source.warnings, ...taken.warnings, ...unknownModWarnings(taken)] };
  return withGitFiles(context, root, {
    manifest: { path: MANIFEST_NAME },
    factorio,
    expansion,
    ...(imported ? { ...importedPart(context, imported, mods, off), warnings: warningsOf(imported, asked) } : {}),
  });
}

async function withGitFiles(context: Context, root: string, result: InitResult): Promise<InitResult> {
  const git = await writeGitFiles(context, root);
  if (!git) return result;
  const warnings = [...(result.warnings ?? []), ...git.warnings];
  return { ...result, gitFiles: git.changed, ...(warnings.length > 0 ? { warnings } : {}) };
}

/** Writes the requirements of a lockfile or pack, word for word, and the lockfile, unless there is one already. */
async function restore(
  context: Context,
  place: Place,
  source: ModSource,
  locked: LockedSource,
  options: InitOptions,
  asked: GameVersion | undefined,
): Promise<InitResult> {
  const { mods: values, lockfile } = restoreModpack(source, locked, place.root);
  const factorio = asked?.text ?? lockfile.factorio.text;
  const expansion = (options.expansion ?? false) || lockfile.expansion;
  const pack = packOf(source, locked);
  const text = formatNewManifest({
    schema: MANIFEST_SCHEMA,
    factorio,
    expansion,
    mods: values,
    ...(pack ? { pack } : {}),
    ...(source.settings ? { settings: source.settings } : {}),
  });
  const lock = await readText(place.lockfilePath, "LOCKFILE_INVALID");
  const written = { manifest: text, ...(lock === undefined ? { lock: formatLockfile(lockfile) } : {}) };
  await commitChange(context, place, { from: { manifest: undefined, lock }, to: written });
  // Whoever names an address here allows it.
  if (pack && isAddress(source.path)) await allowAddress(context, place.root, source.path);
  const off = [...values].flatMap(([name, value]) => (value === false ? [name] : []));
  return {
    manifest: { path: MANIFEST_NAME },
    factorio,
    expansion,
    ...importedPart(context, source, importedMods(source, false), off),
    warnings: warningsOf(source, asked),
  };
}

function unknownModWarnings({ unknown }: TakenOver): Warning[] {
  return unknown.map((name) => {
    const message = `The mod portal has no mod ${name}, and its archive is not there: ask whoever plays with it for the archive, and write \`${name}: { path: … }\` in mods.yaml.`;
    return { code: "MOD_UNKNOWN", message, mod: name };
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function gameVersion(text: string): GameVersion {
  const version = parseGameVersion(text);
  if (version) return version;
  throw new FactorioLockError("USAGE", `"${text}" is not a game version.`, {
    hint: 'it looks like "2.0" for any patch of 2.0, or "2.0.77" for exactly that one.',
  });
}

async function refuseExisting(context: Context, manifestPath: string): Promise<void> {
  if (!(await exists(manifestPath))) return;
  throw new FactorioLockError("FAILED", `There is a ${MANIFEST_NAME} in ${context.cwd} already.`, {
    hint: "edit it, or use `factorio-lock sync`, `factorio-lock add`, `factorio-lock import` and `factorio-lock set`.",
  });
}

function importedPart(
  context: Context,
  source: ModSource,
  mods: readonly ImportedMod[],
  off: readonly string[],
): Pick<InitResult, "from" | "mods" | "off" | "settings"> {
  const sections = Object.values(source.settings ?? {}) as readonly object[];
  const settings = sections.reduce((sum, values) => sum + Object.keys(values).length, 0);
  return { from: takenFrom(source, context.cwd), mods, off, settings };
}

function warningsOf({ game, warnings }: ModSource, asked: GameVersion | undefined): readonly Warning[] {
  if (!game && !asked) {
    const message = `The source does not say which Factorio its mods are for: mods.yaml says ${DEFAULT_LINE}. \`factorio-lock set factorio VERSION\` changes it.`;
    return [...warnings, { code: "GAME_UNKNOWN", message }];
  }
  if (!game || !asked || formatLine(game.line) === formatLine(asked.line)) return warnings;
  const message = `The mods there are for Factorio ${game.text}, not ${asked.text}: most of their releases do not load in it.`;
  return [...warnings, { code: "GAME_DIFFERS", message }];
}
