import { FactorioLockError } from "@factorio-lock/core";
import { refuseOtherFolder } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { lockedPlace } from "../../project/place.ts";
import { lockedTarget } from "../../project/project.ts";
import { realPath, realPlace } from "../../project/real-place.ts";
import { addTrusted, isTrusted, removeTrusted } from "../../project/trusted.ts";
import type { TrustResult, UntrustResult } from "./result.ts";

/**
 * Allows the modpack here to use the mod directory that it names, on this machine and as long as it names this folder.
 *
 * @throws FactorioLockError MANIFEST_NOT_FOUND, MANIFEST_INVALID; NOT_A_MOD_DIRECTORY for a folder that is none.
 */
export async function trust(context: Context): Promise<TrustResult> {
  const { root, modDirectory } = await lockedTarget({ ...context, modDirectory: undefined });
  return trustPlace(context, root, modDirectory);
}

/** Allows the modpack in `root` to use a folder. */
export async function trustPlace(context: Context, root: string, modDirectory: string): Promise<TrustResult> {
  const { isInside: inside, project, directory } = realPlace(root, modDirectory);
  await refuseOtherFolder({ root, modDirectory });
  if (inside || isTrusted(context, { project, directory })) return { project, directory, inside, changed: false };
  await addTrusted(context, { project, directory });
  if (!isTrusted(context, { project, directory })) throw untrustedConfig(context);
  return { project, directory, inside, changed: true };
}

function untrustedConfig({ configDirectory }: Context): FactorioLockError {
  return new FactorioLockError(
    "FAILED",
    `${configDirectory} is in the modpack's own folder, so nothing that is kept there can be trusted.`,
    { hint: "name the mod directory with --mod-directory or FACTORIO_MOD_DIRECTORY instead." },
  );
}

/** Revokes what this machine allows the modpack here. Installed mods stay. */
export async function untrust(context: Context): Promise<UntrustResult> {
  const { root } = await lockedPlace(context);
  const project = realPath(root);
  const removed = await removeTrusted(context, project);
  return { project, directories: removed.map(({ directory }) => directory) };
}
