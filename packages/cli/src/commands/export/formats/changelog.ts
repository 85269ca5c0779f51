import { lstat } from "node:fs/promises";
import { join } from "node:path";
import {
  type ChangelogSection,
  formatChangelog,
  parseChangelog,
  parseVersion,
  type Version,
} from "@factorio-lock/core";
import type { NetworkOptions } from "../../../modpack/services.ts";
import type { Context } from "../../../project/context.ts";
import { readText } from "../../../project/read-text.ts";
import { compare } from "../../diff/diff.ts";
import { modpackSection } from "../../diff/modpack-changelog.ts";

const CHANGELOG_NAME = "changelog.txt";

/** Options of the changelog. */
export interface ChangelogOptions extends NetworkOptions {
  /** The lock that the changes are counted from: a file or a git revision. */
  readonly since?: string | undefined;
  /** The version of the modpack that is exported. */
  readonly version: string;
}

/**
 * The changelog.txt of a metapackage, in the game's format: what lies beside the manifest, and on top or in the section of
 * this version what changed since another lock. Empty if there is neither.
 *
 * @param root the folder of the manifest
 * @throws FactorioLockError what `diff` throws; FAILED for a changelog.txt that cannot be read
 */
export async function exportedChangelog(context: Context, root: string, options: ChangelogOptions): Promise<string> {
  const written = await writtenSections(join(root, CHANGELOG_NAME));
  if (options.since === undefined) return formatChangelog(written);
  const { result } = await compare(context, { ...options, old: options.since, noChangelog: true });
  const version = parseVersion(options.version) as Version;
  const isThis = (section: ChangelogSection): boolean => section.version.packed === version.packed;
  const own = written.find(isThis);
  const found = modpackSection(result, version);
  const section = { ...found, date: own?.date, categories: [...(own?.categories ?? []), ...found.categories] };
  return formatChangelog([section, ...written.filter((other) => !isThis(other))]);
}

/** The author's own text. A link is not followed: with a modpack of others it could lead anywhere. */
async function writtenSections(path: string): Promise<ChangelogSection[]> {
  const isFile = await lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? parseChangelog((await readText(path, "FAILED")) ?? "") : [];
}
