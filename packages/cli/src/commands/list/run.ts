import type { Runner } from "../../command/command.ts";
import { count, line, type Piece, tone } from "../../report/line.ts";
import { table } from "../../report/table.ts";
import type { LIST } from "./command.ts";
import { type ListedMod, list } from "./list.ts";

const COLUMNS = [{ title: "mod" }, { title: "version" }, { title: "asked for by" }, { title: "released" }];

export const run: Runner<typeof LIST> = async (context, args, tools) => {
  const data = await list(context, { loadOrder: args.flag("load-order") });
  const out = data.mods.length > 0 ? table(COLUMNS, data.mods.map(row), tools.width) : [];
  const builtin = data.builtin.length > 0 ? `, with ${data.builtin.join(", ")} from the game` : "";
  return {
    data,
    page: { out, remarks: [line(`${count(data.mods.length, "mod")} for Factorio ${data.factorio}${builtin}.`)] },
  };
};

function row({ name, version, requested, released, path }: ListedMod): Piece[] {
  const shownName = requested ? tone.strong(name) : name;
  return [shownName, version, requested ? "mods.yaml" : "other mods", path ?? released?.slice(0, 10) ?? ""];
}
