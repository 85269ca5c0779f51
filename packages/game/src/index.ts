export type { ArchiveInfo } from "./archive/archive-info.ts";
export type { MakeArchiveOptions, NewArchiveInfo } from "./archive/make-archive.ts";
export { makeArchive } from "./archive/make-archive.ts";
export type { PathMod } from "./archive/path-mod.ts";
export { readPathMod } from "./archive/path-mod.ts";
export type { ArchiveExtras, ExpectedArchive } from "./archive/read-archive.ts";
export { checkArchive, checkFileName, readArchive, readArchiveExtras } from "./archive/read-archive.ts";
