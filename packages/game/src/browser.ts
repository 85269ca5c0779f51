// The readers that do not need Node, so that files dropped on a page can be read in the browser.
export type { ArchiveInfo } from "./archive/archive-info.ts";
export type { DroppedFile } from "./browser/read-dropped-file.ts";
export { readDroppedArchive, readDroppedFile } from "./browser/read-dropped-file.ts";
export { formatModList, parseModList } from "./mod-directory/mod-list.ts";
export type { ModSettings } from "./mod-settings/mod-settings.ts";
export { readModSettings } from "./mod-settings/mod-settings.ts";
export type { PropertyTree } from "./mod-settings/property-tree.ts";
export { readSettingValues } from "./mod-settings/setting-values.ts";
export type { LockedSource, ModSource, SourceKind, SourceMod } from "./mod-source/mod-source.ts";
export type { SavedMod, SaveFault, SaveHeader } from "./save/save-header.ts";
export { parseSaveHeader } from "./save/save-header.ts";
