import { formatLine, formatPacked } from "@factorio-lock/core";
import { makeArchive, type NewArchiveInfo } from "@factorio-lock/game";
import { defaultsLua } from "./defaults-lua.ts";
import type { ExportedPack } from "./exported-pack.ts";

/**
 * The zip of a mod that depends on the enabled builtin mods and on every locked mod: at exactly the locked version, or with
 * `loose` at that version or a newer one. The same modpack
 * gives the same bytes. Source: docs/factorio.md, 3, 6.
 *
 * @param changelog its changelog.txt; empty for none
 */
export function metapackageZip(pack: ExportedPack, changelog: string): Promise<Buffer> {
  const lua = defaultsLua(pack.settings?.startup, pack.settings?.["runtime-global"]);
  return makeArchive(metapackageInfo(pack), {
    ...(changelog === "" ? {} : { "changelog.txt": changelog }),
    ...(lua === undefined ? {} : { "settings-final-fixes.lua": lua }),
  });
}

/** Versions are written as plain numbers: `0.1.01` as 0.1.1, which is the same to the game. */
function metapackageInfo({ lockfile, label, loose }: ExportedPack): NewArchiveInfo {
  const { factorio, minimumFactorio, builtin, mods } = lockfile;
  const line = formatLine(factorio.line);
  const { name, version, title, author } = label;
  return {
    name,
    version,
    title,
    author,
    factorio_version: line,
    description: `A modpack of ${mods.size} ${mods.size === 1 ? "mod" : "mods"}, each at ${loose ? "this version or a newer one" : "exactly one version"}.`,
    dependencies: [
      `base >= ${minimumFactorio ? formatPacked(minimumFactorio.packed) : line}`,
      ...builtin.filter((other) => other !== "base"),
      ...[...mods].map(([mod, locked]) => `${mod} ${loose ? ">=" : "="} ${formatPacked(locked.version.packed)}`),
    ],
  };
}
