import type { Runner } from "../../command/command.ts";
import { numberFlag } from "../../command/read-flags.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, line, type Piece, tone } from "../../report/line.ts";
import { table } from "../../report/table.ts";
import type { SEARCH } from "./command.ts";
import type { FoundMod } from "./result.ts";
import { search } from "./search.ts";

const COLUMNS = [{ title: "mod" }, { title: "newest" }, { title: "by", loose: true }, { title: "what it is" }];

export const run: Runner<typeof SEARCH> = async (context, args, tools) => {
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
