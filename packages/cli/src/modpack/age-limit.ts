import type { Age, AgeLimit, Manifest } from "@factorio-lock/core";

/** The minimum age of releases, from the command line, else from mods.yaml; undefined if there is none. */
export function ageLimitOf(
  { updates }: Pick<Manifest, "updates">,
  { olderThan }: { readonly olderThan?: Age | undefined },
): AgeLimit | undefined {
  const age = olderThan ?? updates?.olderThan;
  return age && age.milliseconds > 0 ? { age, now: new Date().toISOString() } : undefined;
}
