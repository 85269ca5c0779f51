import type { DiffResult } from "../commands/diff.ts";
import { type Line, whole } from "./line.ts";

/** The difference of two lockfiles as Markdown, for a pull request. */
export function diffMarkdown(result: DiffResult): Line[] {
  const { factorio, expansion, builtin, mods, changelogs } = result;
  const rows = [
    ...(factorio ? [`- Factorio ${code(factorio.from)} → ${code(factorio.to)}`] : []),
    ...(expansion ? [`- expansion ${code(String(expansion.from))} → ${code(String(expansion.to))}`] : []),
    ...builtin.added.map((name) => `- ${code(name)} is switched on`),
    ...builtin.removed.map((name) => `- ${code(name)} is switched off`),
  ];
  if (mods.length > 0) {
    rows.push("", "| mod | before | after |", "| --- | --- | --- |");
    for (const { name, change, from, version } of mods) {
      const before = change === "added" ? "" : code(from ?? version);
      const after = change === "removed" ? "removed" : code(version);
      rows.push(`| ${escaped(name)} | ${before} | ${after} |`);
    }
  }
  for (const { mod, from, to, undone, sections } of changelogs) {
    if (sections.length === 0) continue;
    const title = `${escaped(mod)} ${escaped(from)} → ${escaped(to)}${undone ? ", which undoes" : ""}`;
    rows.push("", `<details><summary>${title}</summary>`);
    for (const { version, date, categories } of sections) {
      rows.push("", `**${escaped(version)}**${date === null ? "" : ` (${escaped(date)})`}`, "");
      for (const { name, entries } of categories) {
        const lead = name === "" ? "" : `*${escaped(name)}*: `;
        rows.push(...entries.map((entry) => `- ${lead}${escaped(entry.replaceAll("\n", " "))}`));
      }
    }
    rows.push("", "</details>");
  }
  return rows[0] === "" ? rows.slice(1).map((row) => whole(row)) : rows.map((row) => whole(row));
}

/** Authors' text may mean anything in Markdown and HTML: here it is only text. */
function escaped(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? "")
    .replace(/[\\`*_{}[\]|#@!~]/g, "\\$&");
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}
