import * as v from "valibot";
import { count, flag, names, object, type ResultOf, text } from "../../result/field.ts";
import { importedMods, takenFrom } from "../../result/source.ts";
import { warnings } from "../../result/warning.ts";

export const result = v.strictObject({
  manifest: object("The new mods.yaml.", {
    path: text("The file, relative to the current folder if it is inside that."),
  }),
  factorio: text("The game version that it asks for."),
  expansion: flag("Whether it is for the Space Age expansion."),
  gitFiles: v.exactOptional(names("The git files to which lines were added; absent outside a git repository.")),
  from: v.exactOptional(takenFrom),
  mods: v.exactOptional(importedMods("The mods that were taken over; absent without --from.")),
  off: v.exactOptional(
    names("The mods that are off in the source and that the others recommend; absent without --from."),
  ),
  settings: v.exactOptional(count("How many mod settings were taken over; absent without --from.")),
  warnings: v.exactOptional(warnings),
});

export type InitResult = ResultOf<typeof result>;
