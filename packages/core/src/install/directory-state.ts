import type { Sha1 } from "../mod/sha1.ts";
import type { Version } from "../version/version.ts";
import type { ModListEntry } from "./mod-list.ts";

/** The actual contents of a mod directory. */
export interface DirectoryState {
  /** All mods in it, managed or not, without `*.tmp.zip` and folders without an info.json. */
  readonly present: readonly DirectoryMod[];
  /** The entries of mod-list.json; undefined if the file is missing or cannot be read. */
  readonly modList: readonly ModListEntry[] | undefined;
  /** Whether there is a mod-list.json, readable or not. */
  readonly hasModList: boolean;
  /** Whether its file system ignores case. */
  readonly foldsCase: boolean;
  /** Whether an interrupted install is still to be finished. */
  readonly interrupted: boolean;
  /** Whether a file had to be hashed whose hash is not in the record yet. */
  readonly unrecorded: boolean;
  /** Whether the game seems to be running with it. */
  readonly gameIsRunning: boolean;
}

/** Identifies the state of a file, link or folder: if the stamp is equal, nothing has changed. */
export interface Stamp {
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with the fraction that the system gives. */
  readonly modified: number;
  /** The inode number, as text, since it may exceed 2⁵³. */
  readonly inode: string;
}

/** One mod in a mod directory. */
export interface DirectoryMod {
  /** Its name in the mod directory. */
  readonly fileName: string;
  /** Its absolute path. */
  readonly path: string;
  /** The stamp at the time of the scan. The other fields are valid only while it is unchanged. */
  readonly stamp: Stamp;
  readonly kind: "archive" | "folder";
  /** The mod's name and version, from the file name or from a folder's info.json. */
  readonly name: string;
  readonly version: Version | undefined;
  /** Whether the game loads it whichever version is listed: a folder without a version in its name. */
  readonly unversioned: boolean;
  /**
   * How it has changed since this program placed it; undefined if this program did not place it. `intact`:
   * unchanged; `altered`: the same file with different content; `exchanged`: another file of the same name.
   */
  readonly placed: "intact" | "altered" | "exchanged" | undefined;
  /** The SHA-1 of an archive, from the record of placed files or by hashing; undefined if unknown. */
  readonly sha1: Sha1 | undefined;
  /** The absolute path that a link points to; undefined if it is not a link. */
  readonly target: string | undefined;
  /** The fingerprint of the path mod that it was copied from; undefined if it is not a copy. */
  readonly fingerprint: string | undefined;
}
