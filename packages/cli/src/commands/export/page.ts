import { hintLine } from "../../report/failure.ts";
import { BLANK, count, line, tone, whole } from "../../report/line.ts";
import type { Page } from "../../report/page.ts";
import type { ExportResult } from "./result.ts";

/** The page of `export`: the text unchanged, or where it was written. */
export function exportPage({ format, file, text, mods, beside }: ExportResult): Page {
  if (file === null) {
    const rows = (text ?? "").split("\n").slice(0, -1);
    return { out: rows.map((row) => whole(row)) };
  }
  const wrote = line("Wrote ", tone.strong(file), ` with ${count(mods, "mod")}.`);
  if (format === "pack") {
    const hint =
      "hand it to a friend, or put it on the web: `factorio-lock sync FILE` or `factorio-lock sync https://…` gives the same mods.";
    return { out: [], remarks: [wrote, BLANK, hintLine(hint)] };
  }
  if (format === "zip") {
    const hint = "unpack it into the folder mods of the game: it has the mods, which of them are on, and the settings.";
    return { out: [], remarks: [wrote, BLANK, hintLine(hint)] };
  }
  if (format === "html" && beside !== undefined) {
    const hint = `put ${beside} beside it wherever it goes: the pack file is too large to be in the page.`;
    return { out: [], remarks: [wrote, BLANK, hintLine(hint)] };
  }
  if (format === "html") {
    const hint = "open it in a browser, hand it on, or put it on the web: everything is in this one file.";
    return { out: [], remarks: [wrote, BLANK, hintLine(hint)] };
  }
  if (format !== "metapackage") return { out: [], remarks: [wrote] };
  const hint =
    "share it, or upload it to the mod portal: it needs exactly these releases. `factorio-lock import` reads it too.";
  return { out: [], remarks: [wrote, BLANK, hintLine(hint)] };
}
