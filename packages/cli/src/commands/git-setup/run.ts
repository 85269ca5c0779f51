import type { Runner } from "../../command/command.ts";
import { line, tone } from "../../report/line.ts";
import type { GIT_SETUP } from "./command.ts";
import { gitSetup } from "./git-setup.ts";

export const run: Runner<typeof GIT_SETUP> = async (context) => {
  const data = await gitSetup(context);
  const wrote = data.attributes.changed ? "; .gitattributes has new lines: commit it" : "";
  const remarks = [
    line(
      `Git in this clone merges and shows `,
      tone.strong("mods.yaml"),
      " and ",
      tone.strong("mods.lock"),
      ` by factorio-lock${wrote}.`,
    ),
  ];
  return { data, page: { out: [], remarks } };
};
