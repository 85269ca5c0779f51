import { type ChangelogSection, changelogBetween, parseVersion, type Version } from "@factorio-lock/core";
import { type Metadata, redact } from "@factorio-lock/portal";
import type { ModChange } from "./change.ts";

/** The part of a mod's changelog between two versions. */
export interface ModChangelog {
  readonly mod: string;
  readonly from: string;
  readonly to: string;
  /** Whether the mod went back to an older version, so that these are the changes undone. */
  readonly undone: boolean;
  /** The newest first; empty if the author wrote nothing, or where it could not be had. */
  readonly sections: readonly LoggedVersion[];
}

/** One version of a changelog, for people and `--json`. */
export interface LoggedVersion {
  readonly version: string;
  readonly date: string | null;
  readonly categories: ChangelogSection["categories"];
}

/** The changelogs of all mods that moved. One that is not available is empty: it is shown, never needed. */
export async function changelogsOf(metadata: Metadata, changes: readonly ModChange[]): Promise<ModChangelog[]> {
  const moved = changes.filter(({ change, from, version }) => change === "updated" && from !== version);
  return Promise.all(moved.map((change) => changelogOf(metadata, change)));
}

async function changelogOf(metadata: Metadata, { name, from, version }: ModChange): Promise<ModChangelog> {
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
