import { FactorioLockError, type ManifestChange } from "@factorio-lock/core";

/** Each remedy is a list of changes that help together. */
type Remedies = readonly (readonly ManifestChange[])[];

/**
 * Completes the remedies of a failure with what the failed command was to do, because the solver assumes a manifest that is
 * not on disk. Any other error, and a failure without remedies, is returned unchanged.
 */
export function withRemedies(error: unknown, complete: (remedies: Remedies) => Remedies): unknown {
  if (!(error instanceof FactorioLockError) || error.remedies.length === 0) return error;
  const remedies = complete(error.remedies);
  // The hint about similar names stays; the solver's own hint is about the remedies before completion.
  const hint = error.code === "MOD_NOT_FOUND" ? error.hint : remedies.length === 0 ? NO_REMEDY_HINT : undefined;
  return error.withDetails({ remedies, hint });
}

/** For a failure whose only remedy is not to do it, such as adding a mod that needs one that does not exist. */
const NO_REMEDY_HINT =
  "no other change of mods.yaml was found that makes this possible: do without it, or ask the mod's author.";
