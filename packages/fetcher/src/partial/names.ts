/** A file in the folder of partial files, as its name describes it. */
export interface PartialName {
  readonly sha1: string;
  /** The token of the process that writes it; undefined when nobody does: whoever holds the claim may take it. */
  readonly writer: string | undefined;
}

/** The name of the bytes of an archive: those that a process writes, or those that nobody writes. */
export function bytesName(sha1: string, writer?: string): string {
  return writer === undefined ? `${sha1}.part` : `${sha1}.${writer}.part`;
}

/** Reads a name; undefined if it is not one that this program gives. */
export function parsePartialName(name: string): PartialName | undefined {
  const match = /^([0-9a-f]{40}|[0-9a-f]{64})(?:\.([0-9a-f]{16}))?\.part$/.exec(name);
  if (!match) return undefined;
  const [, sha1, writer] = match as unknown as [string, string, string | undefined];
  return { sha1, writer };
}
