import { type Line, whole } from "../../report/line.ts";
import type { DiffResult } from "./diff.ts";

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
      rows.push(`| ${escapeMarkdown(name)} | ${before} | ${after} |`);
    }
  }
  for (const { mod, from, to, undone, sections } of changelogs) {
    if (sections.length === 0) continue;
    const title = `${escapeMarkdown(mod)} ${escapeMarkdown(from)} → ${escapeMarkdown(to)}${undone ? ", which undoes" : ""}`;
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

/**
 * Authors' text may mean anything in Markdown and HTML, and GitHub makes links of what stands in the rendered text: mentions,
 * issues, commits and addresses. Here it is only text: a word of which something could be made becomes a code span, in which
 * nobody looks for any.
 */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(\s+)/)
    .map((word) => (LINKED.test(word) ? codeSpan(word) : escapeWord(word)))
    .join("");
}

/** What GitHub makes a link of: mentions and e-mail addresses, issues, commits, addresses of the web. */
const LINKED = /@|#\d|gh-\d|:\/\/|www\.|[0-9a-f]{7}/i;

function codeSpan(word: string): string {
  return `\`${word.replaceAll("`", "'").replaceAll("\\", "/").replaceAll("|", "\\|")}\``;
}

function escapeWord(word: string): string {
  return word
    .replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? "")
    .replace(/[\\`*_{}[\]|#@!~]/g, "\\$&");
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}
