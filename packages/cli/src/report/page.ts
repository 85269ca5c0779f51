import type { Line } from "./line.ts";

/** The output of a command for people. */
export interface Page {
  /** The requested data: stdout. */
  readonly out: readonly Line[];
  /** Remarks about it: stderr. */
  readonly remarks?: readonly Line[];
  /** The next step: stderr, after the warnings. */
  readonly hint?: readonly Line[];
}
