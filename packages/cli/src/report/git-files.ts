import { type Line, line } from "./line.ts";

/** Names the git files to which lines were added for a new manifest. */
export function gitLines({ gitFiles = [] }: { readonly gitFiles?: readonly string[] }): Line[] {
  return gitFiles.length === 0 ? [] : [line(`Added what git needs to ${gitFiles.join(" and ")}.`)];
}
