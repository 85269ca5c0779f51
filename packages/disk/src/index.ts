export { makeFolder } from "./make-folder.ts";
export { ownSignal } from "./own-signal.ts";
export { renameOver, renameOverSync } from "./rename-over.ts";
export { replaceFile, replaceLinkedFile } from "./replace-file.ts";
export { syncFolder } from "./sync-folder.ts";
