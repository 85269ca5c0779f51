import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "./context.ts";
import { displayPath, type Place } from "./place.ts";
import { realPath, realPlace } from "./real-place.ts";
import { addTrusted, isTrusted, type Trusted } from "./trusted.ts";

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
  await demandConsent(context, place, {
    question: `The modpack in ${root} wants to use ${placeWords(admission, place.directory)}, outside its own folder, as its mod directory. Mods there are code that the game runs. May it?`,
    yes: "Yes, always for this modpack and this folder",
    refusal: notTrusted(admission, place.directory),
  });
}

/**
 * Decides whether mods.yaml may be written, where it is a link to a file outside the project: a repository could bring one
 * to any file of this machine. Source: docs/commands.md, "trust".
 *
 * @throws FactorioLockError NOT_TRUSTED, with nothing touched.
 */
export async function admitManifest(context: Context, { root, manifestPath }: Place): Promise<void> {
  const place = realPlace(root, manifestPath);
  if (place.isInside || isTrusted(context, place)) return;
  const file = place.directory;
  await demandConsent(context, place, {
    question: `${manifestPath} is a link to ${file}, outside its own folder. May this modpack change that file?`,
    yes: "Yes, always for this modpack and this file",
    refusal: new FactorioLockError(
      "NOT_TRUSTED",
      `${manifestPath} is a link to ${file}, outside its own folder. Only you can allow that this file is changed.`,
      {
        hint: "if you made that link, run `factorio-lock trust`; else remove it, and put a mods.yaml of your own in its place.",
      },
    ),
  });
}

/**
 * Decides whether the address of a pack that mods.yaml follows may be asked, where it leads to this machine or into its own
 * network: a repository could name any device there. Source: docs/commands.md, "trust".
 *
 * @returns whether it leads there
 * @throws FactorioLockError NOT_TRUSTED, with nothing asked.
 */
export async function admitAddress(context: Context, root: string, address: string): Promise<boolean> {
  const place = await privateAddress(root, address);
  if (place === undefined) return false;
  if (isTrusted(context, place)) return true;
  await demandConsent(context, place, {
    question: `The modpack in ${root} follows a pack at ${address}, in your own network. May that address be asked?`,
    yes: "Yes, always for this modpack and this address",
    refusal: new FactorioLockError(
      "NOT_TRUSTED",
      `The modpack in ${root} follows a pack at ${address}, in your own network. Only you can allow that it is asked.`,
      {
        hint: "if you know whose modpack this is and what answers there, run `factorio-lock trust`; else take `pack.from` out of mods.yaml.",
      },
    ),
  });
  return true;
}

/** An address in this machine's own network as a place that a project may use; undefined for any other. */
export async function privateAddress(root: string, address: string): Promise<Trusted | undefined> {
  const { isPrivateAddress } = await import("@factorio-lock/portal");
  const plain = address.replace(/#.*$/, "");
  if (!URL.canParse(plain) || !(await isPrivateAddress(new URL(plain)))) return undefined;
  return { project: realPath(root), directory: new URL(plain).href };
}

/**
 * Remembers that whoever sits at this machine named an address for a project. Where nothing can be kept, the next command
 * asks.
 */
export async function allowAddress(context: Context, root: string, address: string): Promise<void> {
  const place = await privateAddress(root, address);
  if (place) await addTrusted(context, place).catch(() => {});
}

interface Consent {
  readonly question: string;
  readonly yes: string;
  readonly refusal: FactorioLockError;
}

async function demandConsent(context: Context, place: Trusted, { question, yes, refusal }: Consent): Promise<void> {
  const isAllowed = await context.ask?.confirm(question, { yes, no: "No", initial: false });
  if (!isAllowed) throw refusal;
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
