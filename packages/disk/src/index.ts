export { CONTROL_FOLDER, readControlFile, readControlJson, replaceControlFile } from "./control-file.ts";
export { exists } from "./exists.ts";
export type { Explaining } from "./explain.ts";
export { explain } from "./explain.ts";
export type { ChangeableFile, ChangedFile, FileChange } from "./file-change.ts";
export {
  discardFileChange,
  PARTLY_CHANGED,
  pendingFileChange,
  prepareFileChange,
  replaceFiles,
} from "./file-change.ts";
export { fileId, parseFileId } from "./file-id.ts";
export { ignoreMissing } from "./ignore-missing.ts";
export { isHeld } from "./is-held.ts";
export { type FolderLock, type LockOptions, type LockResult, takeLock } from "./lock/folder-lock.ts";
export { type Life, lifeOf } from "./lock/life.ts";
export { openPresence, type Presence } from "./lock/presence.ts";
export { sweepDead } from "./lock/sweep.ts";
export { makeFolder } from "./make-folder.ts";
export { makePrivateFolder } from "./make-private-folder.ts";
export type { Places } from "./old-file.ts";
export { keepOld, putOldBack } from "./old-file.ts";
export { ownSignal } from "./own-signal.ts";
export { refuseIrreplaceable } from "./refuse-irreplaceable.ts";
export { renameOver, renameOverSync } from "./rename-over.ts";
export { isWrittenInto, replaceFile, replaceLinkedFile, unwritable, writeNamedFile } from "./replace-file.ts";
export { isStill, parseStamp, sameStamp, stampOf } from "./stamp.ts";
export { syncFolder } from "./sync-folder.ts";
export { writeNew } from "./write-new.ts";
