import { listOf } from "@factorio-lock/core";
import { quoteWord } from "../../modpack/quote-word.ts";
import { changeLine } from "../../report/change.ts";
import { editPage } from "../../report/edit.ts";
import { BLANK, hanging, type Line, line, tone } from "../../report/line.ts";
import type { Page } from "../../report/page.ts";
import type { AddResult } from "./result.ts";

/** The page of `add`: the added mods, those they brought along, and optional ones. */
export function addPage(result: AddResult, unlocked: boolean): Page {
  const page = editPage(result, unlocked);
  const brought = new Map(result.brings.map((mod) => [mod.name, mod.neededBy]));
  const moved = result.mods.filter(({ change }) => change !== "unchanged");
  const out = moved.map((mod): Line => {
    const by = brought.get(mod.name) ?? [];
    const { pieces, hang } = changeLine(mod);
    return by.length > 0 ? { pieces: [...pieces, tone.faint(`  for ${listOf(by)}`)], hang } : { pieces, hang };
  });
  const manifest = result.added.map(({ name, range, changed }) => {
    const value = range === false ? " is kept out" : ` ${range}`;
    return line("mods.yaml: ", tone.strong(name), value, changed ? "" : " already; nothing changed there");
  });
  const idle = unlocked && result.added.every(({ changed }) => !changed);
  return { out, remarks: [...manifest, ...(idle ? [] : (page.remarks ?? [])), ...optionalLines(result)] };
}

function optionalLines({ optional }: AddResult): Line[] {
  if (optional.length === 0) return [];
  return [
    BLANK,
    line("Optional mods that would fit:"),
    ...optional.map(({ name, version, title, of }) =>
      hanging(
        6,
        "  ",
        tone.strong(name),
        ` ${version}`,
        title === null || title === name ? "" : `  ${title}`,
        tone.faint(`  of ${of}`),
      ),
    ),
    BLANK,
    hanging(
      2,
      tone.notice("hint:"),
      " ",
      tone.code(`factorio-lock add ${optional.map(({ name }) => quoteWord(name)).join(" ")}`),
    ),
  ];
}
