/** The marker lines that git writes around a merge conflict. */
const MARK = /^(?:<{7}(?= |\r?$)|={7}(?=\r?$)|>{7}(?= |\r?$))/gm;

/**
 * Whether a text has a whole set of git's conflict markers: `<<<<<<<`, `=======` and `>>>>>>>` at the start of lines,
 * in this order.
 */
export function hasConflictMarkers(text: string): boolean {
  // Nearly every text lacks this mark, which is found out at once.
  if (!text.includes("<<<<<<<")) return false;
  const marks = [...text.matchAll(MARK)].map(([mark]) => mark[0]).join("");
  return marks.includes("<=>");
}

/** The offset of the first conflict marker, even one without its counterparts; -1 if there is none. */
export function conflictMarkAt(text: string): number {
  return text.search(MARK);
}

/** The two sides of a text with conflicts, each with the lines outside the conflicts. */
export interface ConflictSides {
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Splits a text with conflict markers into its two sides. Git's `merge` and `diff3` styles are supported; the common
 * ancestor in the latter is dropped.
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
