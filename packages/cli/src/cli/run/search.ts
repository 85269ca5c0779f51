import { type FoundMod, search } from "../../commands/search.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, line, type Piece, tone } from "../../report/line.ts";
import { table } from "../../report/table.ts";
import { numberFlag } from "../flags.ts";
import type { Runner } from "../spec.ts";

const COLUMNS = [
  { title: "mod", loose: true },
  { title: "newest" },
  { title: "by", loose: true },
  { title: "what it is" },
];

export const run: Runner = async (context, args, tools) => {
  const limit = numberFlag(args, "limit", 1, 100);
  const data = await search(context, args.words.join(" "), { factorio: args.text("factorio"), limit });
  const game = data.factorio === null ? "" : ` for Factorio ${data.factorio}`;
  if (data.mods.length === 0) {
    const remarks = [line(`The portal found no mod for "${data.query}"${game}.`)];
    return { data, page: { out: [], remarks } };
  }
  const remarks = [BLANK, hintLine("`factorio-lock info MOD` says more, `factorio-lock add MOD` adds it.")];
  return { data, page: { out: table(COLUMNS, data.mods.map(row), tools.width), remarks } };
};

function row({ name, version, owner, title, summary }: FoundMod): Piece[] {
  const says = summary === "" ? title : `${title}: ${summary}`;
  return [tone.strong(name), version ?? "", owner, says];
}
