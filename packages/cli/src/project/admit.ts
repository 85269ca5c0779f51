import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "./context.ts";
import { type Place, shown } from "./place.ts";
import { realPlace } from "./real-place.ts";
import { addTrusted, isTrusted } from "./trusted.ts";

/** A project with its mod directory. */
export type Admission = Pick<Place, "root"> & {
  /** Absolute. */
  readonly modDirectory: string;
};

/**
 * Decides whether a command may look into the mod directory, and change it: every command that does either asks here
 * first. A folder outside the project, also one that a link of the project leads to, needs the word of whoever sits at
 * this machine: by flag or environment, remembered, or given on a terminal. Source: docs/manifest.md, "All keys".
 *
 * @throws FactorioLockError NOT_TRUSTED, NOT_A_MOD_DIRECTORY, with nothing touched.
 */
export async function admitModDirectory(context: Context, admission: Admission): Promise<void> {
  if (!isAdmitted(context, admission)) await askFor(context, admission);
  await refuseOtherFolder(admission);
}

/**
 * Refuses a folder of other things. In the project's own folder an archive is a mod by its name.
 *
 * @throws FactorioLockError NOT_A_MOD_DIRECTORY
 */
export async function refuseOtherFolder({ root, modDirectory }: Admission): Promise<void> {
  const { refuseOtherFolder: refuse } = await import("@factorio-lock/game");
  await refuse(modDirectory, realPlace(root, modDirectory).isInside);
}

/** Whether nobody has to be asked. */
function isAdmitted(context: Context, { root, modDirectory }: Admission): boolean {
  if (context.modDirectory !== undefined) return true;
  const place = realPlace(root, modDirectory);
  return place.isInside || isTrusted(context, place);
}

/** Where credentials are looked for besides: a folder that is not admitted is not read either. */
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

/** The failure of a mod directory outside the project that nobody at this machine has allowed. */
function notTrusted(admission: Admission, real: string): FactorioLockError {
  return new FactorioLockError(
    "NOT_TRUSTED",
    `The modpack in ${admission.root} names ${placeWords(admission, real)} as its mod directory, which lies outside its own folder. Only you can allow that.`,
    {
      hint: "if you know whose modpack this is and want its mods there, run `factorio-lock trust`; else `--mod-directory DIR` names another folder.",
    },
  );
}

function placeWords({ root, modDirectory }: Admission, real: string): string {
  const named = shown(root, modDirectory);
  return real === modDirectory ? named : `${named} (which is ${real})`;
}
