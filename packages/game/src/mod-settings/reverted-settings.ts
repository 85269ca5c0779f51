import { type ModSettings, readModSettings, writeModSettings } from "./mod-settings.ts";
import { child, type PropertyTree, withChild } from "./property-tree.ts";

/** A change of mod-settings.dat: its bytes before (undefined if there was no file) and after. */
export interface SettingsChange {
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/**
 * The content of mod-settings.dat with a change reverted. If the file is unchanged since, this is its old content;
 * otherwise only those settings revert that still have the value from the change.
 *
 * @returns undefined if there is no file, or there was none before
 */
export function revertedSettings(current: Uint8Array | undefined, change: SettingsChange): Uint8Array | undefined {
  if (current && Buffer.compare(current, change.after) === 0) return change.before;
  const [now, after] = [current && readModSettings(current), readModSettings(change.after)];
  if (!now || !after) return current;
  const before = change.before && readModSettings(change.before);
  return writeModSettings({ ...now, tree: revertedTree(now, before, after) });
}

function revertedTree(now: ModSettings, before: ModSettings | undefined, after: ModSettings): PropertyTree {
  let { tree } = now;
  for (const section of ["startup", "runtime-global"]) {
    let settings = child(tree, section);
    for (const [name, written] of entriesOf(child(after.tree, section))) {
      const old = before && child(child(before.tree, section), name);
      const isUnchanged = isSame(child(settings, name), written);
      if (settings && isUnchanged && !isSame(old, written)) settings = withChild(settings, name, old);
    }
    if (settings) tree = withChild(tree, section, settings);
  }
  return tree;
}

function entriesOf(tree: PropertyTree | undefined): readonly (readonly [string, PropertyTree])[] {
  return tree?.type === "dictionary" ? tree.entries : [];
}

function isSame(a: PropertyTree | undefined, b: PropertyTree | undefined): boolean {
  return toText(a) === toText(b);
}

function toText(tree: PropertyTree | undefined): string {
  return JSON.stringify(tree ?? null, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}
