import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "./context.ts";
import { displayPath, type Place } from "./place.ts";
import { realPlace } from "./real-place.ts";
import { addTrusted, isTrusted } from "./trusted.ts";

/** A project with its mod directory. */
export type Admission = Pick<Place, "root"> & {
  /** Absolute. */
  readonly modDirectory: string;
};

/**
 * Checks that a command may read and change the mod directory; every command that does either calls this first. A folder
 * outside the project, also one that a link in the project leads to, needs the user's permission: by flag or environment,
 * remembered, or given on a terminal. Source: docs/manifest.md, "All keys".
 *
 * @throws FactorioLockError NOT_TRUSTED, NOT_A_MOD_DIRECTORY, with nothing touched.
 */
export async function admitModDirectory(context: Context, admission: Admission): Promise<void> {
  if (!isAdmitted(context, admission)) await askFor(context, admission);
  await refuseOtherFolder(admission);
}

/**
 * Refuses a folder that is no mod directory. In the project's own folder, an archive counts as a mod by its name alone.
 *
 * @throws FactorioLockError NOT_A_MOD_DIRECTORY
 */
export async function refuseOtherFolder({ root, modDirectory }: Admission): Promise<void> {
  const { refuseOtherFolder: refuse } = await import("@factorio-lock/game");
  await refuse(modDirectory, realPlace(root, modDirectory).isInside);
}

/** Whether the mod directory may be used without asking the user. */
function isAdmitted(context: Context, { root, modDirectory }: Admission): boolean {
  if (context.modDirectory !== undefined) return true;
  const place = realPlace(root, modDirectory);
  return place.isInside || isTrusted(context, place);
}

/** The mod directory as a place to look for credentials; empty if it must not be read. */
export function networkPlace(context: Context, admission: Admission): Partial<Pick<Admission, "modDirectory">> {
  return isAdmitted(context, admission) ? { modDirectory: admission.modDirectory } : {};
}

async function askFor(context: Context, admission: Admission): Promise<void> {
  const { root, modDirectory } = admission;
  const place = realPlace(root, modDirectory);
  const isAllowed = await context.ask?.confirm(
    `The modpack in ${root} wants to use ${placeWords(admission, place.directory)}, outside its own folder, as its mod directory. Mods there are code that the game runs. May it?`,
    { yes: "Yes, always for this modpack and this folder", no: "No", initial: false },
  );
  if (!isAllowed) throw notTrusted(admission, place.directory);
  await addTrusted(context, place);
}

/** The failure for a mod directory outside the project that the user has not allowed. */
function notTrusted(admission: Admission, real: string): FactorioLockError {
  return new FactorioLockError(
    "NOT_TRUSTED",
    `The modpack in ${admission.root} names ${placeWords(admission, real)} as its mod directory, which is outside its own folder. Only you can allow that.`,
    {
      hint: "if you know whose modpack this is and want its mods there, run `factorio-lock trust`; else `--mod-directory DIR` names another folder.",
    },
  );
}

function placeWords({ root, modDirectory }: Admission, real: string): string {
  const named = displayPath(root, modDirectory);
  return real === modDirectory ? named : `${named} (which is ${real})`;
}
