import { access } from "node:fs/promises";
import {
  FactorioLockError,
  formatLine,
  formatNewManifest,
  type GameVersion,
  type ModValue,
  parseGameVersion,
  type Warning,
} from "@factorio-lock/core";
import { replaceFile } from "@factorio-lock/disk";
import type { ModSource } from "@factorio-lock/game";
import { needsExpansion, type TakenFrom, type TakenMod, takenFrom, takenMods } from "../../modpack/taken-mods.ts";
import type { Context } from "../../project/context.ts";
import { MANIFEST_NAME, placeAt } from "../../project/place.ts";

/** What `init` can be told. */
export interface InitOptions {
  /** `2.0` or `2.0.77`. Default: the line that `from` tells, else `2.0`. */
  readonly factorio?: string | undefined;
  readonly expansion?: boolean | undefined;
  /** A mod directory, a mod-list.json, a save, a log or a server's folder whose mods are taken over. Absolute. */
  readonly from?: string | undefined;
  /** Ask for `>=` the versions there instead of exactly them. */
  readonly loose?: boolean | undefined;
}

/** What `init` wrote. */
export interface InitResult {
  readonly manifest: { readonly path: string };
  readonly factorio: string;
  readonly expansion: boolean;
  /** Where mods were taken over from; this and all below absent without `from`. */
  readonly from?: TakenFrom;
  readonly mods?: readonly TakenMod[];
  /** How many mod settings were taken over. */
  readonly settings?: number;
  readonly warnings?: readonly Warning[];
}

/** The game line that most people play. Source: domain.md, head. */
const USUAL_LINE = "2.0";

/**
 * Writes a manifest in the current folder: without mods, or with those that are enabled elsewhere. Then its game version is
 * the line of the source: an exact one would keep the player from every later patch.
 *
 * @throws FactorioLockError USAGE for a game version that is none, FAILED where there is a manifest already; what reading a
 *   source throws.
 */
export async function init(context: Context, options: InitOptions = {}): Promise<InitResult> {
  const asked = options.factorio === undefined ? undefined : gameVersion(options.factorio);
  const { manifestPath } = placeAt(context.cwd);
  await refuseExisting(context, manifestPath);
  const source = options.from === undefined ? undefined : await readSource(options.from);
  const line = source?.game && formatLine(source.game.line);
  const factorio = asked?.text ?? line ?? USUAL_LINE;
  const mods = source ? takenMods(source, options.loose ?? false) : [];
  const expansion = (options.expansion ?? false) || needsExpansion(mods);
  const text = formatNewManifest({
    factorio,
    expansion,
    mods: new Map(mods.map(({ name, range }): [string, ModValue] => [name, range])),
    ...(source?.settings ? { settings: source.settings } : {}),
  });
  await replaceFile(manifestPath, text);
  return {
    manifest: { path: MANIFEST_NAME },
    factorio,
    expansion,
    ...(source ? { ...takenPart(context, source, mods), warnings: warningsOf(source, asked) } : {}),
  };
}

function gameVersion(text: string): GameVersion {
  const version = parseGameVersion(text);
  if (version) return version;
  throw new FactorioLockError("USAGE", `"${text}" is not a game version.`, {
    hint: 'it looks like "2.0" for any patch of 2.0, or "2.0.77" for exactly that one.',
  });
}

async function refuseExisting(context: Context, manifestPath: string): Promise<void> {
  const there = await access(manifestPath).then(
    () => true,
    () => false,
  );
  if (!there) return;
  throw new FactorioLockError("FAILED", `There is a ${MANIFEST_NAME} in ${context.cwd} already.`, {
    hint: "edit it, or use `factorio-lock add`, `factorio-lock import` and `factorio-lock set`.",
  });
}

async function readSource(path: string): Promise<ModSource> {
  const { readModSource } = await import("@factorio-lock/game");
  return readModSource(path);
}

function takenPart(
  context: Context,
  source: ModSource,
  mods: readonly TakenMod[],
): Pick<InitResult, "from" | "mods" | "settings"> {
  const sections = Object.values(source.settings ?? {}) as readonly object[];
  const settings = sections.reduce((sum, values) => sum + Object.keys(values).length, 0);
  return { from: takenFrom(source, context.cwd), mods, settings };
}

function warningsOf({ game, warnings }: ModSource, asked: GameVersion | undefined): readonly Warning[] {
  if (!game && !asked) {
    const message = `For which game the mods are is not told there: mods.yaml says ${USUAL_LINE}. \`factorio-lock set factorio VERSION\` changes it.`;
    return [...warnings, { code: "GAME_UNKNOWN", message }];
  }
  if (!game || !asked || formatLine(game.line) === formatLine(asked.line)) return warnings;
  const message = `The mods there are for Factorio ${game.text}, not ${asked.text}: most of their releases do not load in it.`;
  return [...warnings, { code: "GAME_DIFFERS", message }];
}
