import { type ModSettings, readModSettings, writeModSettings } from "./mod-settings.ts";
import { child, type PropertyTree, withChild } from "./property-tree.ts";

/** A change of mod-settings.dat: its bytes before, undefined where there was no file, and after. */
export interface SettingsChange {
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/**
 * The content of mod-settings.dat without what a change wrote: the file as it was, where nothing was changed since; else
 * with the old values of those settings alone that still have the value that the change gave them.
 *
 * @returns undefined where there was no file
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
      const isTheirs = isSame(child(settings, name), written);
      if (settings && isTheirs && !isSame(old, written)) settings = withChild(settings, name, old);
    }
    if (settings) tree = withChild(tree, section, settings);
  }
  return tree;
}

function entriesOf(tree: PropertyTree | undefined): readonly (readonly [string, PropertyTree])[] {
  return tree?.type === "dictionary" ? tree.entries : [];
}

function isSame(a: PropertyTree | undefined, b: PropertyTree | undefined): boolean {
  return printed(a) === printed(b);
}

function printed(tree: PropertyTree | undefined): string {
  return JSON.stringify(tree ?? null, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}
