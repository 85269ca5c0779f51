import type { ManifestChange, Requirements } from "@factorio-lock/core";
import type { AskedMod } from "../../modpack/asked-mod.ts";
import { namesIn } from "../../modpack/manifest-changes.ts";

/**
 * Extends the solver's remedies so that they also add the mods: the solver assumes a manifest that already lists them, and
 * the one on disk does not. If no remedy changes only the manifest on disk, returns remedies that add fewer of the mods,
 * or other releases of them.
 *
 * @param onDisk the requirements of the manifest on disk, without the added mods.
 */
export function addRemedies(
  remedies: readonly (readonly ManifestChange[])[],
  asked: readonly AskedMod[],
  onDisk: Requirements,
): readonly (readonly ManifestChange[])[] {
  const complete = remedies
    .filter((changes) => changes.every((change) => isApplicable(change, asked, onDisk)))
    .map((changes) => withAdded(changes, asked));
  return complete.length > 0 ? complete : remedies.flatMap((changes) => alternativeAdd(changes, asked) ?? []);
}

/** Whether a change applies to the manifest on disk and contradicts no range of the added mods. */
function isApplicable(change: ManifestChange, asked: readonly AskedMod[], onDisk: Requirements): boolean {
  const names = namesIn(change);
  if (change.kind === "remove" || change.kind === "disable") {
    return names.every((name) => onDisk.has(name) && !asked.some((mod) => mod.name === name));
  }
  return asked.every(({ name, range }) => !names.includes(name) || range === undefined);
}

/** The changes, plus one for each added mod that they do not mention. */
function withAdded(changes: readonly ManifestChange[], asked: readonly AskedMod[]): ManifestChange[] {
  const named = new Set(changes.flatMap(namesIn));
  return [...changes, ...asked.filter(({ name }) => !named.has(name)).map(asChange)];
}

/** The same `add` without the mods that a remedy removes, or with the range that it gives to one. */
function alternativeAdd(
  changes: readonly ManifestChange[],
  asked: readonly AskedMod[],
): [ManifestChange[]] | undefined {
  const [change, ...more] = changes;
  if (change === undefined || more.length > 0) return undefined;
  const names = namesIn(change);
  if (names.length === 0 || !names.every((name) => asked.some((mod) => mod.name === name))) return undefined;
  if (change.kind !== "remove" && change.kind !== "disable") return [withAdded([change], asked)];
  const left = asked.filter(({ name }) => !names.includes(name));
  return left.length > 0 ? [left.map(asChange)] : undefined;
}

/** The manifest change that adds a requested mod. */
export function asChange({ name, range }: AskedMod): ManifestChange {
  if (range === undefined) return { kind: "newest", name };
  return range === false ? { kind: "refuse", name } : { kind: "range", name, text: range };
}
