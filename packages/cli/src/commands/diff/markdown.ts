import { type Line, whole } from "../../report/line.ts";
import { markdownCode as code, escapeMarkdown, htmlText } from "../../report/markdown-text.ts";
import { settingText } from "../../report/setting.ts";
import type { DiffResult } from "./result.ts";

/** The difference between two lockfiles as Markdown, for a pull request. */
export function diffMarkdown(result: DiffResult): Line[] {
  const { factorio, expansion, builtin, mods, settings, changelogs } = result;
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
      rows.push(`| ${escapeMarkdown(name)} | ${before} | ${after} |`);
    }
  }
  if (settings.length > 0) {
    rows.push("", "| setting | before | after |", "| --- | --- | --- |");
    for (const { section, name, from, to } of settings) {
      const [before, after] = [from, to].map((value) => (value === null ? "" : code(settingText(value))));
      rows.push(`| ${escapeMarkdown(`${section}.${name}`)} | ${before} | ${after} |`);
    }
  }
  for (const { mod, from, to, undone, sections } of changelogs) {
    if (sections.length === 0) continue;
    // Markdown is not interpreted inside HTML, so that the title is escaped as HTML.
    const title = `${htmlText(mod)} ${htmlText(from)} → ${htmlText(to)}${undone ? ", which undoes" : ""}`;
    rows.push("", `<details><summary>${title}</summary>`);
    for (const { version, date, categories } of sections) {
      rows.push("", `**${escapeMarkdown(version)}**${date === null ? "" : ` (${escapeMarkdown(date)})`}`, "");
      for (const { name, entries } of categories) {
        const lead = name === "" ? "" : `*${escapeMarkdown(name)}*: `;
        rows.push(...entries.map((entry) => `- ${lead}${escapeMarkdown(entry.replaceAll("\n", " "))}`));
      }
    }
    rows.push("", "</details>");
  }
  return rows[0] === "" ? rows.slice(1).map((row) => whole(row)) : rows.map((row) => whole(row));
}
