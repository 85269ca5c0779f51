import type { ManifestChange, Requirements } from "@factorio-lock/core";
import type { AskedMod } from "../../modpack/asked-mod.ts";
import { namesIn } from "../../modpack/manifest-changes.ts";

/**
 * The solver's remedies, so that they add the mods, too: the solver speaks of the manifest with the mods in it, which is
 * not on disk. Where no change of what is there helps: adding fewer of the mods, or others of their releases.
 *
 * @param onDisk what the manifest asks for without the added mods.
 */
export function addRemedies(
  remedies: readonly (readonly ManifestChange[])[],
  asked: readonly AskedMod[],
  onDisk: Requirements,
): readonly (readonly ManifestChange[])[] {
  const whole = remedies
    .filter((changes) => changes.every((change) => isFree(change, asked, onDisk)))
    .map((changes) => withAdded(changes, asked));
  return whole.length > 0 ? whole : remedies.flatMap((changes) => otherAdd(changes, asked) ?? []);
}

/** Whether a change can be made now, and leaves alone what is asked for of the mods that are added. */
function isFree(change: ManifestChange, asked: readonly AskedMod[], onDisk: Requirements): boolean {
  const names = namesIn(change);
  if (change.kind === "remove" || change.kind === "disable") {
    return names.every((name) => onDisk.has(name) && !asked.some((mod) => mod.name === name));
  }
  return asked.every(({ name, range }) => !names.includes(name) || range === undefined);
}

/** The changes, and the mods added that they do not speak of. */
function withAdded(changes: readonly ManifestChange[], asked: readonly AskedMod[]): ManifestChange[] {
  const named = new Set(changes.flatMap(namesIn));
  return [...changes, ...asked.filter(({ name }) => !named.has(name)).map(asChange)];
}

/** The same `add` without a mod that a remedy takes out, or with the range that it has for one. */
function otherAdd(changes: readonly ManifestChange[], asked: readonly AskedMod[]): [ManifestChange[]] | undefined {
  const [change, ...more] = changes;
  if (change === undefined || more.length > 0) return undefined;
  const names = namesIn(change);
  if (names.length === 0 || !names.every((name) => asked.some((mod) => mod.name === name))) return undefined;
  if (change.kind !== "remove" && change.kind !== "disable") return [withAdded([change], asked)];
  const left = asked.filter(({ name }) => !names.includes(name));
  return left.length > 0 ? [left.map(asChange)] : undefined;
}

/** The change of the manifest that a requested mod makes. */
export function asChange({ name, range }: AskedMod): ManifestChange {
  if (range === undefined) return { kind: "newest", name };
  return range === false ? { kind: "refuse", name } : { kind: "range", name, text: range };
}
