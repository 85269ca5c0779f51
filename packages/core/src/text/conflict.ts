/** A line that git writes where two sides of a merge contradict each other. */
const MARK = /^(?:<{7}(?= |\r?$)|={7}(?=\r?$)|>{7}(?= |\r?$))/gm;

/** Whether a text has git's conflict markers: `<<<<<<<`, `=======` and `>>>>>>>` at the start of lines, in this order. */
export function hasConflictMarkers(text: string): boolean {
  const marks = [...text.matchAll(MARK)].map(([mark]) => mark[0]).join("");
  return marks.includes("<=>");
}

/** Where the first of git's marks stands, also where the others of its conflict are gone; -1 if there is none. */
export function conflictMarkAt(text: string): number {
  return text.search(MARK);
}

/** The two versions of a text that a conflict joined, each with the lines outside the conflicts. */
export interface ConflictSides {
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Takes a text with conflict markers apart, in git's plain style or in `diff3` style, whose middle part (what both sides
 * started from) is left out.
 */
export function conflictSides(text: string): ConflictSides {
  const ours: string[] = [];
  const theirs: string[] = [];
  let part: "both" | "ours" | "base" | "theirs" = "both";
  for (const line of text.split(/(?<=\n)/)) {
    const mark = /^(?:<{7}(?= |\r?\n?$)|\|{7}(?= |\r?\n?$)|={7}(?=\r?\n?$)|>{7}(?= |\r?\n?$))/.exec(line)?.[0]?.[0];
    if (mark === "<" && part === "both") part = "ours";
    else if (mark === "|" && part === "ours") part = "base";
    else if (mark === "=" && (part === "ours" || part === "base")) part = "theirs";
    else if (mark === ">" && part === "theirs") part = "both";
    else {
      if (part === "both" || part === "ours") ours.push(line);
      if (part === "both" || part === "theirs") theirs.push(line);
    }
  }
  return { ours: ours.join(""), theirs: theirs.join("") };
}
