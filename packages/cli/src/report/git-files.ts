import { type Line, line } from "./line.ts";

/** The files of git that got the lines that go with a new manifest. */
export function gitLines({ gitFiles = [] }: { readonly gitFiles?: readonly string[] }): Line[] {
  return gitFiles.length === 0 ? [] : [line(`Added what git needs to ${gitFiles.join(" and ")}.`)];
}
