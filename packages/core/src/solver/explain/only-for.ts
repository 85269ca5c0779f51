import type { ModInfo } from "../../mod/release.ts";
import { list } from "./words.ts";

/** ` (only for 1.1 and 2.1)`: the game versions for which a mod has releases, word for word. */
export function onlyFor(info: ModInfo | undefined): string {
  const lines = [...new Set(info?.releases.map((release) => release.factorioVersion))].sort();
  return lines.length > 0 ? ` (only for ${list(lines)})` : "";
}
