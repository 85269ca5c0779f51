import { count, line, tone, whole } from "../../report/line.ts";
import type { Page } from "../../report/page.ts";
import type { GraphResult } from "./result.ts";

/** The picture's text unchanged, or the file that it was written to. */
export function graphAnswerPage({ file, text, graph }: GraphResult): Page {
  if (text !== null) {
    return {
      out: text
        .split("\n")
        .slice(0, -1)
        .map((row) => whole(row)),
    };
  }
  const { length } = graph.nodes.filter(({ kind }) => kind !== "manifest");
  const wrote = line("Drew ", count(length, "mod"), " in ", tone.strong(file ?? ""), ": open it in a browser.");
  return { out: [], remarks: [wrote] };
}
