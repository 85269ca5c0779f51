import type { Sha1 } from "../mod/sha1.ts";
import type { Version } from "../version/version.ts";
import type { ModListEntry } from "./mod-list.ts";

/** The actual contents of a mod directory. */
export interface DirectoryState {
  /** The mods in it, ours and others'; not `*.tmp.zip`, not folders without an info.json. */
  readonly present: readonly DirectoryMod[];
  /** The entries of mod-list.json; undefined if there is none, or none that can be read. */
  readonly modList: readonly ModListEntry[] | undefined;
  /** Whether there is a mod-list.json, also one that cannot be read. */
  readonly hasModList: boolean;
  /** Whether `A` and `a` are one file there. */
  readonly foldsCase: boolean;
  /** Whether an install was interrupted and is not finished yet. */
  readonly interrupted: boolean;
  /** Whether something had to be hashed that need not be next time, once it is in the record. */
  readonly unrecorded: boolean;
  /** Whether the game seems to be running on it. */
  readonly gameIsRunning: boolean;
}

/** Identifies one state of a file, link or folder: an equal stamp means that it has not changed. */
export interface Stamp {
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with the fraction that the system gives. */
  readonly modified: number;
  /** Its number on the disk, as text: it may go beyond 2⁵³. */
  readonly inode: string;
}

/** One mod in a mod directory. */
export interface DirectoryMod {
  /** Its name in the mod directory. */
  readonly fileName: string;
  /** Where that is: an absolute path. */
  readonly path: string;
  /** The stamp at the time of the scan. The other fields hold only as long as it stays the same. */
  readonly stamp: Stamp;
  readonly kind: "archive" | "folder";
  /** The mod's name and version, by the file name or a folder's info.json. */
  readonly name: string;
  readonly version: Version | undefined;
  /** Whether the game takes it for any version of the mod: a folder without a version in its name. */
  readonly unversioned: boolean;
  /**
   * Its state since this program placed it; undefined if this program did not place it. `intact`: unchanged;
   * `altered`: the same file with different content; `exchanged`: another file of the same name.
   */
  readonly placed: "intact" | "altered" | "exchanged" | undefined;
  /** Of an archive, where it is known: by the record of what was placed, or because it was hashed. */
  readonly sha1: Sha1 | undefined;
  /** Where it points when it is a link: an absolute path. */
  readonly target: string | undefined;
  /** Of something that was copied from a path mod. */
  readonly fingerprint: string | undefined;
}
