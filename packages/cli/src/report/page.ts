import type { Line } from "./line.ts";

/** What a command prints for people. */
export interface Page {
  /** What was asked for: stdout. */
  readonly out: readonly Line[];
  /** Remarks about it: stderr. */
  readonly remarks?: readonly Line[];
  /** What comes next: stderr, behind the warnings. */
  readonly hint?: readonly Line[];
}
