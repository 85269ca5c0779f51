import { dependencyStrings, readVersion } from "@factorio-lock/core";
import type { PortalMod, PortalRelease, Redactor } from "@factorio-lock/portal";
import { nearNames, noSuchMods } from "../../modpack/near-names.ts";
import { withMetadata } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import { finishChange } from "../../project/finish-change.ts";
import { readLock } from "../../project/lock.ts";
import { findUpward, LOCKFILE_NAME, placeAt } from "../../project/place.ts";
import type { InfoResult, ReleaseInfo } from "./result.ts";

/** @throws FactorioLockError MOD_NOT_FOUND with near names; PORTAL_*. */
export async function info(context: Context, name: string): Promise<InfoResult> {
  return withMetadata(context, {}, async (metadata, portal) => {
    const mod = await portal.full(name, { signal: context.signal });
    if (!mod) throw noSuchMods(new Map([[name, await nearNames(metadata, name)]]));
    return describe(context.redactor, mod, await lockedVersion(context, name));
  });
}

function describe({ redact }: Redactor, mod: PortalMod, locked: string | null): InfoResult {
  return {
    name: mod.name,
    title: redact(mod.title),
    owner: redact(mod.owner),
    summary: redact(mod.summary),
    category: redact(mod.category ?? "") || null,
    downloads: mod.downloads_count,
    deprecated: mod.deprecated ?? false,
    license: redact(mod.license?.title ?? "") || null,
    homepage: redact(mod.homepage ?? "") || null,
    source: redact(mod.source_url ?? "") || null,
    locked,
    releases: mod.releases.map(release).sort((a, b) => packed(b.version) - packed(a.version)),
  };
}

function release({ version, info_json, released_at }: PortalRelease): ReleaseInfo {
  const { factorio_version: factorio, dependencies } = info_json;
  return { version, factorio, released: released_at, dependencies: dependencyStrings({ dependencies }) };
}

function packed(version: string): number {
  return readVersion(version)?.packed ?? -1;
}

async function lockedVersion(context: Context, name: string): Promise<string | null> {
  const root = findUpward(context.cwd, LOCKFILE_NAME);
  if (root === undefined) return null;
  await finishChange(context, root);
  const lock = await readLock(placeAt(root)).catch(() => undefined);
  return lock?.lockfile.mods.get(name)?.version.text ?? null;
}
