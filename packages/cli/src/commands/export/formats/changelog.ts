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
  /** The older lockfile whose changes are listed: a file or a git revision. */
  readonly since?: string | undefined;
  /** The version of the modpack that is exported. */
  readonly version: string;
}

/**
 * The changelog.txt of a metapackage, in the game's format: the one beside the manifest. With `since`, the section of this
 * version comes first and also lists what changed since that lockfile. Empty without either.
 *
 * @param root the folder of the manifest
 * @throws FactorioLockError what `diff` throws; FAILED for a changelog.txt that cannot be read
 */
export async function exportedChangelog(context: Context, root: string, options: ChangelogOptions): Promise<string> {
  const authored = await authorSections(join(root, CHANGELOG_NAME));
  if (options.since === undefined) return formatChangelog(authored);
  const { result } = await compare(context, { ...options, old: options.since, noChangelog: true });
  const version = parseVersion(options.version) as Version;
  const isThis = (section: ChangelogSection): boolean => section.version.packed === version.packed;
  const own = authored.find(isThis);
  const found = modpackSection(result, version);
  const section = { ...found, date: own?.date, categories: [...(own?.categories ?? []), ...found.categories] };
  return formatChangelog([section, ...authored.filter((other) => !isThis(other))]);
}

/** Reads the author's changelog.txt. A link is not followed: in somebody else's modpack it could point anywhere. */
async function authorSections(path: string): Promise<ChangelogSection[]> {
  const isFile = await lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? parseChangelog((await readText(path, "FAILED")) ?? "") : [];
}
