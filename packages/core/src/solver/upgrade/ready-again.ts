import { FactorioLockError } from "../../error.ts";
import { compareNames } from "../../mod/mod-name.ts";
import type { Version } from "../../version/version.ts";
import { attempt } from "../answer/attempt.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import type { SolveOptions } from "../search/turns.ts";

/** How many steps the question about a mod may take. */
const BUDGET = 50_000;

/** A mod that is left out for a while although it would fit. */
export interface ReadyMod {
  readonly name: string;
  /** The release that enabling it would install. */
  readonly version: Version;
}

/**
 * The mods that the manifest leaves out for a while (`enabled: false`) and that would fit what else it asks for, in name
 * order. Each is looked at alone.
 *
 * @throws FactorioLockError whatever the source throws, but for what it says of mods that are not to be had.
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
    const outcome = await attempt(enabled, source, options).catch(unlessUnfit);
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

/** @throws unless the failure says that the mod does not fit, or that this was not found out. */
function unlessUnfit(error: unknown): undefined {
  const isUnfit = error instanceof FactorioLockError && (error.code === "MOD_NOT_FOUND" || error.code === "TOO_HARD");
  if (!isUnfit) throw error;
}
