/** The parsed name of a partial file. */
export interface PartialName {
  readonly sha1: string;
  /** The token of the process that writes it; undefined if nobody does, so that the holder of the claim may take it. */
  readonly writer: string | undefined;
}

/** The name of an archive's partial file: with its writer's token, or without if nobody writes it. */
export function partialName(sha1: string, writer?: string): string {
  return writer === undefined ? `${sha1}.part` : `${sha1}.${writer}.part`;
}

/** Parses the name of a partial file; undefined for any other name. */
export function parsePartialName(name: string): PartialName | undefined {
  const match = /^([0-9a-f]{40}|[0-9a-f]{64})(?:\.([0-9a-f]{16}))?\.part$/.exec(name);
  if (!match) return undefined;
  const [, sha1, writer] = match as unknown as [string, string, string | undefined];
  return { sha1, writer };
}
