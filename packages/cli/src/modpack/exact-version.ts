import { formatPacked, type Requirement } from "@factorio-lock/core";

/** The one version that a requirement allows, as its author wrote it; undefined if it allows others, or none. */
export function exactVersion(requirement: Requirement | undefined): string | undefined {
  if (requirement?.kind !== "range") return undefined;
  const { text, versions } = requirement.range;
  const [only, ...more] = versions;
  if (!only || more.length > 0 || only.low !== only.high) return undefined;
  return /^\d+(?:\.\d+){1,2}$/.exec(text.trim())?.[0] ?? formatPacked(only.low);
}
