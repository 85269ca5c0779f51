import { FactorioLockError } from "@factorio-lock/core";
import { privateAddress, refuseOtherFolder } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { lockedPlace } from "../../project/place.ts";
import { lockedTarget, type Project } from "../../project/project.ts";
import { realPath, realPlace } from "../../project/real-place.ts";
import { addTrusted, isTrusted, removeTrusted, type Trusted } from "../../project/trusted.ts";
import type { TrustResult, UntrustResult } from "./result.ts";

/**
 * Allows the modpack here to use the places outside its own folder that it names now: its mod directory, the file that
 * mods.yaml links to, and, if it follows a pack at an address in this machine's own network, that address. The permission is
 * stored on this machine and covers exactly these places; another one needs a new permission.
 *
 * @throws FactorioLockError MANIFEST_NOT_FOUND, MANIFEST_INVALID; NOT_A_MOD_DIRECTORY for a folder that is none.
 */
export async function trust(context: Context): Promise<TrustResult> {
  const target = await lockedTarget({ ...context, modDirectory: undefined });
  const { root, manifestPath, modDirectory } = target;
  const directory = await trustPlace(context, root, modDirectory);
  const file = realPlace(root, manifestPath);
  const from = "manifest" in target ? (target as Project).manifest.pack?.from : undefined;
  const address = from === undefined ? undefined : await privateAddress(root, from);
  const others = [...(file.isInside ? [] : [file]), ...(address ? [address] : [])];
  let changed = directory.changed;
  for (const { project, directory: place } of others) {
    if (isTrusted(context, { project, directory: place })) continue;
    await keep(context, { project, directory: place });
    changed = true;
  }
  return { ...directory, changed, besides: others.map((one) => one.directory) };
}

async function keep(context: Context, trusted: Trusted): Promise<void> {
  await addTrusted(context, trusted);
  if (!isTrusted(context, trusted)) throw untrustedConfig(context);
}

/** Allows the modpack in `root` to use a folder. */
export async function trustPlace(
  context: Context,
  root: string,
  modDirectory: string,
): Promise<Omit<TrustResult, "besides">> {
  const { isInside: inside, project, directory } = realPlace(root, modDirectory);
  await refuseOtherFolder({ root, modDirectory });
  if (inside || isTrusted(context, { project, directory })) return { project, directory, inside, changed: false };
  await keep(context, { project, directory });
  return { project, directory, inside, changed: true };
}

function untrustedConfig({ configDirectory }: Context): FactorioLockError {
  return new FactorioLockError(
    "FAILED",
    `${configDirectory} is in the modpack's own folder, so nothing that is kept there can be trusted.`,
    {
      hint: "name the mod directory with --mod-directory or FACTORIO_MOD_DIRECTORY instead, or another configuration folder with XDG_CONFIG_HOME.",
    },
  );
}

/** Revokes what this machine allows the modpack here. Installed mods stay. */
export async function untrust(context: Context): Promise<UntrustResult> {
  const { root } = await lockedPlace(context);
  const project = realPath(root);
  const removed = await removeTrusted(context, project);
  return { project, directories: removed.map(({ directory }) => directory) };
}
