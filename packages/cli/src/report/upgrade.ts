import { listOf } from "@factorio-lock/core";
import type { UpgradeReport } from "../result/move.ts";
import { count, hanging, type Line, line, type Piece, tone } from "./line.ts";
import { table } from "./table.ts";

const COLUMNS = [{ title: "mod", loose: true }, { title: "locked" }, { title: "there" }];

/** The table of a move to another game line, one row per mod. */
export function upgradeTable(report: UpgradeReport, width: number): Line[] {
  const { to, blocked, ready, held, loosened } = report;
  const out = new Map(held.map(({ name, because }) => [name, because]));
  const old = new Set(loosened.map(({ name }) => name));
  const rows = ready.map(({ name, from, version }): [string, Piece[]] => {
    const because = out.get(name);
    const pin = old.has(name) ? " (mods.yaml asks for an older one)" : "";
    const there =
      because === undefined
        ? tone.good(`ready: ${version}${pin}`)
        : tone.notice(`alone at ${version}${because.length > 0 ? `, not with ${listOf(because)}` : ""}`);
    return [name, [tone.strong(name), from ?? "-", there]];
  });
  for (const mod of blocked)
    rows.push([mod.name, [tone.strong(mod.name), mod.from ?? "-", tone.bad(blockedWords(mod, to))]]);
  rows.sort(([a], [b]) => (a < b ? -1 : 1));
  return rows.length > 0
    ? table(
        COLUMNS,
        rows.map(([, cells]) => cells),
        width,
      )
    : [];
}

function blockedWords({ reason, because }: UpgradeReport["blocked"][number], to: string): string {
  if (reason === "no-release") return `no release for ${to}`;
  if (because.length === 0) return "what it needs does not fit";
  return reason === "needs" ? `held by ${listOf(because)}` : `what it needs does not fit: ${listOf(because)}`;
}

/** The summary: how many mods can move together, which ranges are loosened, what the game adds. */
export function upgradeSum({
  from,
  to,
  movable,
  blocked,
  largest,
  exact,
  loosened,
  builtinAdded,
}: UpgradeReport): Line[] {
  const total = movable.length + blocked.length;
  const lines: Line[] = [];
  if (total === 0) lines.push(line("mods.yaml asks for no mods, so nothing stands in the way."));
  else if (from === to && largest.length === total) {
    const releases = total === 1 ? "its mod has a release" : `all ${total} mods have releases`;
    lines.push(line(`mods.yaml is for Factorio ${to} already, and ${releases} for it.`));
  } else {
    const all = total === 1 ? "The only mod" : `All ${total} mods`;
    const which = largest.length === total ? all : `${largest.length} of ${count(total, "mod")}`;
    lines.push(line(`${which} can move to Factorio ${to}${total === 1 ? "" : " together"}.`));
  }
  if (!exact) lines.push(line("Whether more can was not found out within the step budget."));
  if (loosened.length > 0) {
    const [have, are] = loosened.length === 1 ? ["has a release", "is"] : ["have releases", "are"];
    const which = `${loosened.length} of ${count(total, "mod")} ${have} for ${to}`;
    lines.push(hanging(2, `${which} and ${are} only kept back by old versions in mods.yaml, which are loosened.`));
  }
  for (const { name, neededBy } of builtinAdded) {
    const why = neededBy.length > 0 ? `: ${listOf(neededBy)} ${neededBy.length > 1 ? "need" : "needs"} it` : "";
    lines.push(line(`${name}, which is part of the game, is enabled there${why}.`));
  }
  return lines;
}
