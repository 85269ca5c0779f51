import { formatLine, parseGameVersion } from "../../game/game-version.ts";
import type { ModInfo } from "../../mod/release.ts";
import { listOf } from "../../text/list-of.ts";

/**
 * ` (only for 1.1 and 2.1)`: the game lines for which a mod has releases, oldest first; an empty string if it has none.
 */
export function onlyFor(info: ModInfo | undefined): string {
  const lines = new Map<string, number>();
  for (const { factorioVersion } of info?.releases ?? []) {
    const made = parseGameVersion(factorioVersion);
    lines.set(made ? formatLine(made.line) : factorioVersion, made?.packed ?? 0);
  }
  const ordered = [...lines].sort(([, a], [, b]) => a - b).map(([line]) => line);
  return ordered.length > 0 ? ` (only for ${listOf(ordered)})` : "";
}
