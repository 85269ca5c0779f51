import { type FactorioLockError, isBuiltin } from "@factorio-lock/core";
import { askedMod } from "../modpack/asked-mod.ts";
import { withMetadata } from "../modpack/services.ts";
import type { Context } from "../project/context.ts";
import { openProject } from "../project/project.ts";
import type { Failed } from "./complete-failure.ts";

/**
 * A failure of the network, with the way to do without it: for a command that has --offline, was not run so, and asks for
 * mods that are known on this machine.
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
  if (!(await areKnown(context, named))) return failure;
  return failure.withDetails({ hint: `${hint} With --offline, it works with what is on this machine.` });
}

/** Whether this machine knows the releases of the mods that the manifest asks for, and of those that are named. */
async function areKnown(context: Context, named: readonly string[]): Promise<boolean> {
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
