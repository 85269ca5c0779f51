import type { PackInfo } from "@factorio-lock/core";
import type { LockedSource, ModSource } from "@factorio-lock/game";
import { isAddress } from "./read-source.ts";

/** The manifest's `pack` for a pack that it is made from: its name and version, and its address if it has one. */
export function packOf(source: ModSource, { manifest }: LockedSource): PackInfo | undefined {
  if (source.kind !== "pack" || !manifest) return undefined;
  const pack = { ...manifest.pack, ...(isAddress(source.path) ? { from: source.path } : {}) };
  return Object.keys(pack).length > 0 ? pack : undefined;
}
