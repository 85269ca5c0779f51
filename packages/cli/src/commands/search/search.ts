import { FactorioLockError, formatLine, parseGameVersion } from "@factorio-lock/core";
import { withPortal } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import { findUpward, MANIFEST_NAME } from "../../project/place.ts";
import { openProject } from "../../project/project.ts";
import type { SearchResult } from "./result.ts";

/** Options of `search`. */
export interface SearchOptions {
  /** A game version; default: the manifest's, if there is one. */
  readonly factorio?: string | undefined;
  /** How many to show. Default 20. */
  readonly limit?: number | undefined;
}

/** Searches the portal. @throws FactorioLockError USAGE for an invalid game version; PORTAL_*. */
export async function search(context: Context, query: string, options: SearchOptions = {}): Promise<SearchResult> {
  const line = await lineOf(context, options.factorio);
  const { redact } = context.redactor;
  return withPortal(context, {}, async (portal) => {
    const asked = { query, pageSize: options.limit ?? 20, ...(line === undefined ? {} : { version: line }) };
    const { results } = await portal.search(asked, { signal: context.signal });
    const mods = results.slice(0, options.limit ?? 20).map((mod) => ({
      name: mod.name,
      title: redact(mod.title),
      owner: redact(mod.owner),
      summary: redact(mod.summary),
      downloads: mod.downloads_count,
      version: mod.latest_release_version ?? null,
      factorio: mod.factorio_versions ?? [],
    }));
    return { query, factorio: line ?? null, mods };
  });
}

async function lineOf(context: Context, asked: string | undefined): Promise<string | undefined> {
  if (asked !== undefined) {
    const version = parseGameVersion(asked);
    if (version) return formatLine(version.line);
    throw new FactorioLockError("USAGE", `"${asked}" is not a game version.`, { hint: 'it looks like "2.0".' });
  }
  if (findUpward(context.cwd, MANIFEST_NAME) === undefined) return undefined;
  return formatLine((await openProject(context)).manifest.factorio.line);
}
