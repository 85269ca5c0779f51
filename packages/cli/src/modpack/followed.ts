import type { PackInfo } from "@factorio-lock/core";
import type { LockedSource, ModSource } from "@factorio-lock/game";
import { isAddress } from "./read-source.ts";

/** The `pack` section of a manifest that is made from a pack: the pack's own, and its address if it came from one. */
export function packOf(source: ModSource, { manifest }: LockedSource): PackInfo | undefined {
  if (source.kind !== "pack" || !manifest) return undefined;
  const pack = { ...manifest.pack, ...(isAddress(source.path) ? { from: source.path } : {}) };
  return Object.keys(pack).length > 0 ? pack : undefined;
}
