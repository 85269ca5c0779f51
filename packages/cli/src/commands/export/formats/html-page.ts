import { gzipSync } from "node:zlib";
import { formatPackFile, type PackInfo, type PackPage, packPage, type Warning } from "@factorio-lock/core";
import { describeMods } from "../../../modpack/described-mods.ts";
import type { NetworkOptions } from "../../../modpack/services.ts";
import type { Context } from "../../../project/context.ts";
import { sha256 } from "../../../report/sha256.ts";
import { diffWith } from "../../diff/diff.ts";
import { type ExportedPack, givenLabel } from "./exported-pack.ts";

/** Options of the page. */
export interface HtmlOptions extends NetworkOptions {
  /** The lock that the changes are counted from: a file or a git revision. */
  readonly since?: string | undefined;
}

/** A page, and the pack file that lies beside it where the page would be too large with it. */
export interface HtmlExport {
  readonly page: string;
  readonly beside: { readonly name: string; readonly text: string } | undefined;
  readonly warnings: readonly Warning[];
}

/** The most bytes of a page, compressed as a web server sends it, with which it holds the pack file itself. */
const MOST_BYTES = 100_000;

/** A modpack as a page of its own, with the pack file in it. The portal is asked for titles and licences. */
export async function htmlExport(
  context: Context,
  { lockfile, settings, label }: ExportedPack,
  info: PackInfo | undefined,
  options: HtmlOptions,
): Promise<HtmlExport> {
  const { name, version } = label;
  const { about, warnings } = await describeMods(context, lockfile, { ...options, line: lockfile.factorio.line });
  const before = options.since === undefined ? undefined : await diffWith(context, options.since, options);
  const pack = { ...info, name, version, ...givenLabel(label) };
  const file = { name: `${name}_${version}.pack.json`, text: formatPackFile({ pack, lockfile, settings }) };
  const written = (packFile: PackPage["packFile"]): Promise<string> =>
    packPage({
      title: label.title,
      name,
      version,
      author: pack.author,
      lockfile,
      settings,
      about: (mod) => about.get(mod),
      pageOf: (mod) => (lockfile.mods.get(mod)?.kind === "release" ? portalPage(mod) : undefined),
      packFile,
      address: info?.from,
      sha256,
      ...(before ? { before: { name: before.old, lockfile: before.lockfile, changelogs: before.changelogs } } : {}),
    });
  const page = await written(file);
  if (gzipSync(page).length <= MOST_BYTES) return { page, beside: undefined, warnings };
  return { page: await written({ name: file.name }), beside: file, warnings };
}

function portalPage(name: string): string {
  return `https://mods.factorio.com/mod/${encodeURIComponent(name).replaceAll("'", "%27")}`;
}
