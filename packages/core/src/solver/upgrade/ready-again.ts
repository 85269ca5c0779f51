import { FactorioLockError } from "../../error.ts";
import { compareNames } from "../../mod/mod-name.ts";
import type { Version } from "../../version/version.ts";
import { attempt } from "../answer/attempt.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import type { SolveOptions } from "../search/turns.ts";

/** The most steps for trying one mod. */
const BUDGET = 50_000;

/** A disabled mod that would fit. */
export interface ReadyMod {
  readonly name: string;
  /** The release that enabling it would install. */
  readonly version: Version;
}

/**
 * Finds the disabled mods (`enabled: false`) that would fit the rest of the manifest, in name order. Each is tried
 * alone.
 *
 * @throws FactorioLockError whatever the source throws, except errors that only say that a mod does not fit.
 */
export async function readyAgain(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<ReadyMod[]> {
  const found: ReadyMod[] = [];
  for (const [name, requirement] of [...request.requirements].sort(([a], [b]) => compareNames(a, b))) {
    if (requirement.kind !== "refused" || !requirement.remembered) continue;
    const requirements = new Map(request.requirements).set(name, requirement.remembered);
    const enabled = { ...request, requirements, recommended: false, budget: BUDGET };
    const outcome = await attempt(enabled, source, options).catch(ignoreUnfit);
    if (outcome?.kind !== "solved") continue;
    const { mods } = outcome.selection;
    const version = mods.find((mod) => mod.name === name)?.release.version ?? {
      text: request.game.text,
      packed: request.game.packed,
    };
    found.push({ name, version });
  }
  return found;
}

/** @throws the error, unless it says that the mod does not fit or that the budget ran out. */
function ignoreUnfit(error: unknown): undefined {
  const isUnfit = error instanceof FactorioLockError && (error.code === "MOD_NOT_FOUND" || error.code === "TOO_HARD");
  if (!isUnfit) throw error;
}
