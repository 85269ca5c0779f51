import { type FactorioLockError, isBuiltin } from "@factorio-lock/core";
import { askedMod } from "../modpack/asked-mod.ts";
import { withMetadata } from "../modpack/services.ts";
import type { Context } from "../project/context.ts";
import { openProject } from "../project/project.ts";
import type { Failed } from "./complete-failure.ts";

/**
 * Adds a hint about `--offline` to a failure of the network, if the command has that flag, was run without it, and its mods
 * are cached.
 */
export async function withOfflineHint(
  failure: FactorioLockError,
  { spec, args }: Failed,
  context: Context,
): Promise<FactorioLockError> {
  const { code, hint } = failure;
  const isTransient = (failure as { readonly transient?: boolean }).transient === true;
  if (code !== "PORTAL_UNREACHABLE" || !isTransient || hint === undefined) return failure;
  const hasOffline = spec.options?.some(({ name }) => name === "offline") ?? false;
  if (!hasOffline || args.flag("offline") || args.flag("frozen")) return failure;
  const named = spec.words[0] === "add" ? args.words : [];
  if (!(await areCached(context, named))) return failure;
  return failure.withDetails({ hint: `${hint} With --offline, it works with what is on this machine.` });
}

/** Whether the mods that the manifest asks for, and those that are named, are cached. */
async function areCached(context: Context, named: readonly string[]): Promise<boolean> {
  try {
    const { manifest } = await openProject(context);
    const asked = [...manifest.mods].flatMap(([name, { kind }]) => (kind === "range" ? [name] : []));
    const names = [...asked, ...named.map((text) => askedMod(text).name)].filter((name) => !isBuiltin(name));
    await withMetadata(context, { offline: true }, (metadata) => Promise.all(names.map((name) => metadata.get(name))));
    return names.length > 0;
  } catch {
    return false;
  }
}
