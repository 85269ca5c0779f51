import type { ModListEntry } from "@factorio-lock/core";

/**
 * Parses `mod-list.json` leniently: malformed entries are left out; of two entries for one mod the later counts.
 *
 * @returns undefined if the text is not a mod list. Source: docs/factorio.md, 4.2.
 */
export function parseModList(text: string): ModListEntry[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\u{feff}/u, ""));
  } catch {
    return undefined;
  }
  const mods = typeof value === "object" && value !== null ? (value as Record<string, unknown>)["mods"] : undefined;
  if (!Array.isArray(mods)) return undefined;
  const entries = new Map<string, ModListEntry>();
  for (const mod of mods as unknown[]) {
    if (typeof mod !== "object" || mod === null) continue;
    const { name, enabled, version } = mod as Record<string, unknown>;
    if (typeof name !== "string") continue;
    const isEnabled = enabled !== false && enabled !== "false";
    entries.set(name, { name, enabled: isEnabled, ...(typeof version === "string" && { version }) });
  }
  return [...entries.values()];
}

/** Formats `mod-list.json` as the game does: indented by two blanks. */
export function formatModList(entries: readonly ModListEntry[]): string {
  const mods = entries.map(({ name, enabled, version }) => ({
    name,
    enabled,
    ...(version !== undefined && { version }),
  }));
  return `${JSON.stringify({ mods }, null, 2)}\n`;
}
