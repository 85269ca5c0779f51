/** A mod that the stand-in loads. */
export interface Loaded {
  readonly name: string;
  readonly version: string;
  readonly builtin: boolean;
}

/** The stand-in's verdict on a mod directory. */
export interface Verdict {
  readonly game: string;
  readonly faults: readonly string[];
  readonly order: readonly Loaded[];
}

export function load(modDirectory: string, dataDirectory: string): Verdict;
