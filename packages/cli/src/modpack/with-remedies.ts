import { FactorioLockError, type ManifestChange } from "@factorio-lock/core";

/** Changes that help, each list of them together. */
type Remedies = readonly (readonly ManifestChange[])[];

/**
 * A failure whose remedies do the part of the command that failed, too: the solver speaks of a manifest that is not on
 * disk. One without remedies stays as it is, as does any other error.
 */
export function withRemedies(error: unknown, whole: (remedies: Remedies) => Remedies): unknown {
  if (!(error instanceof FactorioLockError) || error.remedies.length === 0) return error;
  const remedies = whole(error.remedies);
  // Near names of unknown mods stay; what the solver says of its remedies is not about these.
  const hint = error.code === "MOD_NOT_FOUND" ? error.hint : remedies.length === 0 ? NO_REMEDY_HINT : undefined;
  return error.withDetails({ remedies, hint });
}

/** For what the solver can only have by not doing it, such as to add a mod that needs one that nobody has. */
const NO_REMEDY_HINT =
  "no other change of mods.yaml was found that makes this possible: do without it, or ask the mod's author.";
