import type { ChildProcess } from "node:child_process";

export declare function removeFolder(path: string | URL): Promise<void>;
export declare function removeFolderSync(path: string | URL): void;
export declare function endProcess(child: ChildProcess, signal?: NodeJS.Signals): Promise<void>;
