import type { Age, AgeLimit, Manifest } from "@factorio-lock/core";

/** The age that releases must have: that of the command line, else of mods.yaml; undefined if any will do. */
export function ageLimitOf(
  { updates }: Pick<Manifest, "updates">,
  { olderThan }: { readonly olderThan?: Age | undefined },
): AgeLimit | undefined {
  const age = olderThan ?? updates?.olderThan;
  return age && age.milliseconds > 0 ? { age, now: new Date().toISOString() } : undefined;
}
