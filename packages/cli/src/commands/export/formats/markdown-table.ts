import { type Lockfile, unpack } from "@factorio-lock/core";
import { isRequested } from "../../../modpack/change.ts";
import { neededBy } from "../../../modpack/needed-by.ts";
import { markdownCode as code, escapeMarkdown } from "../../../report/markdown-text.ts";
import type { ExportedPack } from "./exported-pack.ts";

/** A modpack as a table for a forum or a README: each mod with a link to its page, its version, and who needs it. */
export function markdownTable({ lockfile }: ExportedPack): string {
  const { builtin, mods, minimumFactorio, factorio } = lockfile;
  const others = builtin.filter((name) => name !== "base");
  const hasMinimum = minimumFactorio && !factorio.exact && unpack(minimumFactorio.packed)[2] > 0;
  const minimum = hasMinimum ? ` (at least ${minimumFactorio.text})` : "";
  const head = `Factorio ${factorio.text}${minimum}${others.length > 0 ? `, with ${others.map(code).join(", ")}` : ""}`;
  const rows = [...mods].map(([name, { version, kind }]) => {
    const shown = kind === "release" ? link(name) : escapeMarkdown(name);
    return `| ${shown} | ${escapeMarkdown(version.text)} | ${needers(lockfile, name)} |`;
  });
  return `${[head, "", "| mod | version | needed by |", "| --- | --- | --- |", ...rows].join("\n")}\n`;
}

function needers(lockfile: Lockfile, name: string): string {
  return isRequested(lockfile.requirements, name) ? "" : neededBy(lockfile, name).map(escapeMarkdown).join(", ");
}

function link(name: string): string {
  return `[${escapeMarkdown(name)}](https://mods.factorio.com/mod/${encodeURIComponent(name)})`;
}
