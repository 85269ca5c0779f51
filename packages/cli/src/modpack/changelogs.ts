import { changelogBetween, parseVersion, type Version } from "@factorio-lock/core";
import type { Metadata, Redactor } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";
import type { ModChange } from "../result/change.ts";
import type { ModChangelog } from "../result/changelog.ts";

/** The changelogs of all mods that moved. One that cannot be fetched is empty, because it is only shown. */
export async function changelogsOf(
  { redactor }: Pick<Context, "redactor">,
  metadata: Metadata,
  changes: readonly ModChange[],
): Promise<ModChangelog[]> {
  const moved = changes.filter(({ change, from, version }) => change === "updated" && from !== version);
  return Promise.all(moved.map((change) => changelogOf(redactor, metadata, change)));
}

async function changelogOf(
  { redact }: Redactor,
  metadata: Metadata,
  { name, from, version }: ModChange,
): Promise<ModChangelog> {
  const [low, high] = [parseVersion(from ?? ""), parseVersion(version)] as [Version, Version];
  const text = await metadata.changelog(name).catch(() => undefined);
  const sections = text === undefined ? [] : changelogBetween(text, low, high);
  return {
    mod: name,
    from: low.text,
    to: high.text,
    undone: high.packed < low.packed,
    sections: sections.map((section) => ({
      version: section.version.text,
      date: section.date === undefined ? null : redact(section.date),
      categories: section.categories.map(({ name, entries }) => ({
        name: redact(name),
        entries: entries.map((entry) => redact(entry)),
      })),
    })),
  };
}
