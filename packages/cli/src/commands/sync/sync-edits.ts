import {
  formatLine,
  isRangeFault,
  type ManifestEdit,
  type ModValue,
  PACK_KEYS,
  type PackInfo,
  parseRange,
  type Requirement,
  SETTING_SECTIONS,
  type SettingValues,
} from "@factorio-lock/core";
import { settingEdits } from "../../modpack/setting-changes.ts";
import type { Project } from "../../project/project.ts";

/** The intended content of a manifest. */
export interface ManifestContent {
  /** The game version; for most sources only the line. */
  readonly factorio: string;
  readonly expansion: boolean;
  readonly mods: ReadonlyMap<string, ModValue>;
  /** The sections that are given replace those of the manifest. */
  readonly settings: SettingValues | undefined;
  readonly pack: PackInfo | undefined;
  /** Whether the source itself lists the mods that are kept out, as a lockfile and a pack do. */
  readonly listsKeptOut: boolean;
}

/**
 * The edits after which a manifest has exactly the intended content. A mod that stays keeps its line, even if the line words
 * the same requirement differently. Mods that are kept out stay out, unless the source itself lists such mods.
 */
export function syncEdits({ manifest }: Pick<Project, "manifest">, wanted: ManifestContent): ManifestEdit[] {
  const edits: ManifestEdit[] = [];
  const { factorio, expansion, mods, settings, pack } = wanted;
  const isOtherGame = manifest.factorio.text !== factorio && formatLine(manifest.factorio.line) !== factorio;
  if (isOtherGame) edits.push({ kind: "set", key: "factorio", value: factorio });
  if (expansion && !manifest.expansion) edits.push({ kind: "set", key: "expansion", value: true });
  for (const [name, requirement] of manifest.mods) {
    const stays = mods.has(name) || (!wanted.listsKeptOut && requirement.kind === "refused");
    if (!stays) edits.push({ kind: "remove-mod", name });
  }
  for (const [name, value] of mods) {
    if (!isSameRequirement(manifest.mods.get(name), value)) edits.push({ kind: "set-mod", name, value });
  }
  const sections = SETTING_SECTIONS.filter((section) => settings?.[section] !== undefined);
  edits.push(...settingEdits(manifest.settings, settings, sections));
  for (const key of PACK_KEYS) {
    const value = pack?.[key];
    if (value !== undefined && value !== manifest.pack?.[key]) edits.push({ kind: "set-pack", key, value });
  }
  return edits;
}

/** Whether a manifest's requirement means the value already. */
function isSameRequirement(requirement: Requirement | undefined, value: ModValue): boolean {
  if (requirement === undefined) return false;
  if (value === false) return requirement.kind === "refused";
  if (typeof value === "object" && "enabled" in value)
    return requirement.kind === "refused" && isSameRequirement(requirement.remembered, value.wanted);
  if (typeof value === "object") return requirement.kind === "path" && requirement.path === value.path;
  if (requirement.kind !== "range") return false;
  if (requirement.range.text === value) return true;
  const range = parseRange(value);
  return !isRangeFault(range) && JSON.stringify(range.versions) === JSON.stringify(requirement.range.versions);
}
