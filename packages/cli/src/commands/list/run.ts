import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import { formatBytes } from "../../report/amount.ts";
import { count, line, type Piece, tone } from "../../report/line.ts";
import { table } from "../../report/table.ts";
import type { LIST } from "./command.ts";
import { list } from "./list.ts";
import type { ListedMod } from "./result.ts";

const COLUMNS = [{ title: "mod" }, { title: "version" }, { title: "asked for by" }, { title: "released" }];
const LICENCE_COLUMNS = [
  { title: "mod", loose: true },
  { title: "version" },
  { title: "size" },
  { title: "title", loose: true },
  { title: "licence" },
];

export const run: Runner<typeof LIST> = async (context, args, tools) => {
  const licences = args.flag("licences");
  const data = await list(context, { ...networkFlags(context, args), loadOrder: args.flag("load-order"), licences });
  const rows = data.mods.map(licences ? licenceRow : row);
  const out = rows.length > 0 ? table(licences ? LICENCE_COLUMNS : COLUMNS, rows, tools.width) : [];
  const builtin = data.builtin.length > 0 ? `, with ${data.builtin.join(", ")} from the game` : "";
  return {
    data,
    page: { out, remarks: [line(`${count(data.mods.length, "mod")} for Factorio ${data.factorio}${builtin}.`)] },
  };
};

function row({ name, version, requested, released, path }: ListedMod): Piece[] {
  return [
    nameCell(name, requested),
    version,
    requested ? "mods.yaml" : "other mods",
    path ?? released?.slice(0, 10) ?? "",
  ];
}

function licenceRow({ name, version, requested, size, title, licence }: ListedMod): Piece[] {
  const bytes = size === null ? tone.faint("unknown") : formatBytes(size);
  return [nameCell(name, requested), version, bytes, title ?? "", licence ?? tone.faint("unknown")];
}

function nameCell(name: string, requested: boolean): Piece {
  return requested ? tone.strong(name) : name;
}
