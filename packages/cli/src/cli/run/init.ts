import { init } from "../../commands/init.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, line, tone } from "../../report/line.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const data = await init(context, { factorio: args.text("factorio"), expansion: args.flag("expansion") });
  const game = `Factorio ${data.factorio}${data.expansion ? " with Space Age" : ""}`;
  const remarks = [
    BLANK,
    hintLine(
      '`factorio-lock add MOD` adds the first mod, to the folder mods/ here, which belongs in .gitignore. `factorio-lock set modDirectory "~/.factorio/mods"` takes the game\'s own folder instead.',
    ),
  ];
  return { data, page: { out: [line("Wrote ", tone.strong(data.manifest.path), ` for ${game}.`)], remarks } };
};
