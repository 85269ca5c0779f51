import type { Requirement } from "@factorio-lock/core";

/** Whether a version is among those that a requirement of the manifest asks for. */
export function meets(requirement: Requirement | undefined, version: number): boolean {
  if (requirement?.kind === "refused") return false;
  if (requirement?.kind !== "range") return true;
  return requirement.range.versions.some(({ low, high }) => version >= low && version <= high);
}
