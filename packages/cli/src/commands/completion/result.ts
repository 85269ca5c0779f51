import * as v from "valibot";
import { orNull, type ResultOf, text } from "../../result/field.ts";

const installed = v.strictObject({
  path: text("The file of the script."),
  changed: orNull("The shell's own file to which a line was added; null if it needed none.", v.string()),
});

/** Where a shell's script was put. */
export type InstalledCompletion = ResultOf<typeof installed>;

export const result = v.strictObject({
  shell: text("The shell."),
  script: text("The script."),
  installed: orNull("Where it was put; null without --install.", installed),
});
