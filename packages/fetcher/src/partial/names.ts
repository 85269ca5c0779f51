import { type Owner, type OwnerState, ownerState } from "./owner.ts";

/** A file in the folder of partial files, as its name tells of it. */
export interface PartialName {
  readonly sha1: string;
  /** `bytes`: what has come of an archive so far. `claim`: says which process downloads it. */
  readonly kind: "bytes" | "claim";
  /** Who writes the bytes; undefined when nobody does: whoever holds the claim may take them. */
  readonly owner: Owner | undefined;
}

/** The name of the claim on an archive. */
export function claimName(sha1: string): string {
  return `${sha1}.claim`;
}

/** The name of the bytes of an archive: those that an owner writes, or those that nobody writes. */
export function bytesName(sha1: string, owner?: Owner): string {
  return owner === undefined ? `${sha1}.part` : `${sha1}.${owner}.part`;
}

/** Reads a name; undefined when it is none that this program gives. */
export function parsePartialName(name: string): PartialName | undefined {
  const match = /^([0-9a-f]{40})(?:\.([0-9a-f]{12}-\d{1,10}-\d{1,20}))?\.(part|claim|claim-dropped)$/.exec(name);
  if (!match) return undefined;
  const [, sha1, owner, end] = match as unknown as [string, string, string | undefined, string];
  return { sha1, kind: end === "part" ? "bytes" : "claim", owner };
}

/** Whether the bytes under this name may be written by nobody, surely not (`dead`), or perhaps (`unknown`, `alive`). */
export function writerOf(name: PartialName): OwnerState {
  return name.owner === undefined ? "dead" : ownerState(name.owner);
}
