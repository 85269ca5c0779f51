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
  /** The older lockfile whose changes are listed: a file or a git revision. */
  readonly since?: string | undefined;
  /** Embed the thumbnails of the mods. Default: no. */
  readonly thumbnails?: boolean | undefined;
}

/** A page, and the pack file to write beside it if the page would be too large with the file in it. */
export interface HtmlExport {
  readonly page: string;
  readonly beside: { readonly name: string; readonly text: string } | undefined;
  readonly warnings: readonly Warning[];
}

/** The maximum size of a page that contains the pack file, without thumbnails, in gzipped bytes, as a web server sends it. */
const MAX_BYTES = 100_000;

const PICTURE = /data:image\/png;base64,[^"]*/g;

/** Renders a modpack as a standalone page with the pack file in it. Asks the portal for titles and licences. */
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
  const render = (packFile: PackPage["packFile"]): Promise<string> =>
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
  const page = await render(file);
  if (gzipSync(page.replaceAll(PICTURE, "")).length <= MAX_BYTES) return { page, beside: undefined, warnings };
  return { page: await render({ name: file.name }), beside: file, warnings };
}

function portalPage(name: string): string {
  return `https://mods.factorio.com/mod/${encodeURIComponent(name).replaceAll("'", "%27")}`;
}
