export { type FolderLock, type LockOptions, type LockResult, takeLock } from "./lock/folder-lock.ts";
export { type Life, lifeOf } from "./lock/life.ts";
export { openPresence, type Presence } from "./lock/presence.ts";
export { sweepDead } from "./lock/sweep.ts";
export { makeFolder } from "./make-folder.ts";
export { ownSignal } from "./own-signal.ts";
export { renameOver, renameOverSync } from "./rename-over.ts";
export { replaceFile, replaceLinkedFile } from "./replace-file.ts";
export { syncFolder } from "./sync-folder.ts";
