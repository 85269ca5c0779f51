import type { InitResult } from "../commands/init.ts";
import { hintLine } from "./failure.ts";
import { BLANK, hanging, type Line, line, tone } from "./line.ts";
import type { Page } from "./page.ts";
import { takenAmount, takenPieces } from "./taken.ts";

const FOLDER =
  'to the folder mods/ here, which belongs in .gitignore. `factorio-lock set modDirectory "~/.factorio/mods"` takes the game\'s own folder instead.';

/** What `init` wrote, what it took over, and what comes next. */
export function initPage(data: InitResult): Page {
  const game = `Factorio ${data.factorio}${data.expansion ? " with Space Age" : ""}`;
  const out = [line("Wrote ", tone.strong(data.manifest.path), ` for ${game}.`), ...takenLines(data)];
  const next = data.from ? "`factorio-lock install` gets the mods, " : "`factorio-lock add MOD` adds the first mod, ";
  return { out, remarks: [BLANK, hintLine(next + FOLDER)] };
}

function takenLines({ from, mods = [], settings = 0 }: InitResult): Line[] {
  if (!from) return [];
  return [hanging(2, `Took over ${takenAmount(mods.length, settings)} from `, ...takenPieces(from), ".")];
}
