import { isDemandOrRecommendation, isUnreadable, parseDependency, type Warning } from "@factorio-lock/core";
import type { ArchiveInfo } from "../archive/archive-info.ts";
import { buildSource, type RawMod } from "./build-source.ts";
import type { ModSource } from "./mod-source.ts";

/**
 * Reads the mods that a metapackage requires or recommends. Its optional mods are left out; its incompatible mods
 * cannot be present anyway.
 */
export function metapackageSource(path: string, file: string, info: ArchiveInfo): ModSource {
  const ranges = new Map<string, string[]>();
  const warnings: Warning[] = [];
  for (const text of info.dependencies ?? []) {
    const dependency = parseDependency(text);
    if (isUnreadable(dependency)) {
      const message = `The dependency ${JSON.stringify(text.slice(0, 120))} of ${info.name} cannot be read (${dependency.fault}); it is left out.`;
      warnings.push({ code: "DEPENDENCY_UNREADABLE", message });
      continue;
    }
    const { kind, name, constraint } = dependency;
    if (!isDemandOrRecommendation(kind)) continue;
    const parts = ranges.get(name) ?? [];
    ranges.set(name, parts);
    if (constraint) parts.push(`${constraint.operator} ${constraint.version.text}`);
  }
  const mods = [...ranges].map(([name, parts]): RawMod => {
    const exact = parts.length === 1 ? /^= (.+)$/.exec(parts[0] as string)?.[1] : undefined;
    const range = parts.length === 0 ? "*" : parts.join(", ");
    return { name, source: file, ...(exact === undefined ? { range } : { version: exact }) };
  });
  if (mods.every(({ name }) => name === "base")) {
    warnings.push({ code: "SOURCE_EMPTY", message: `${info.name} needs no other mods: it is not a metapackage.` });
  }
  return buildSource({ kind: "metapackage", path, game: info.factorioVersion, mods, complete: false, warnings });
}
