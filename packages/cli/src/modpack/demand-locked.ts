import { FactorioLockError, type Lockfile, nearest, parseManifest, type Requirement } from "@factorio-lock/core";
import { LOCKFILE_NAME, MANIFEST_NAME, type Place } from "../project/place.ts";
import { readText } from "../project/read-text.ts";
import { shellCommand } from "./suggestion.ts";

/**
 * Checks that a mod is locked.
 *
 * @throws FactorioLockError MOD_NOT_FOUND with what the manifest says about it, or with similar names.
 */
export async function demandLocked(place: Place, lockfile: Lockfile, name: string): Promise<void> {
  if (lockfile.mods.has(name) || lockfile.builtin.includes(name)) return;
  const requirement = await requirementOf(place, name);
  if (requirement?.kind === "refused") {
    const command = shellCommand(["add", name]);
    throw new FactorioLockError("MOD_NOT_FOUND", `${name} is not in ${LOCKFILE_NAME}: ${MANIFEST_NAME} keeps it out.`, {
      ...(command === undefined ? {} : { hint: `\`${command}\` takes it in.` }),
    });
  }
  if (requirement) {
    throw new FactorioLockError("MOD_NOT_FOUND", `${name} is in ${MANIFEST_NAME}, but not in ${LOCKFILE_NAME} yet.`, {
      hint: "`factorio-lock install` locks and installs it.",
    });
  }
  const near = nearest(name, [...lockfile.mods.keys(), ...lockfile.builtin]);
  throw new FactorioLockError("MOD_NOT_FOUND", `${name} is not in ${LOCKFILE_NAME}.`, {
    hint: near.length > 0 ? `did you mean ${near.join(" or ")}?` : "`factorio-lock list` shows all locked mods.",
  });
}

/**
 * The manifest's requirement for a mod; also undefined if the manifest cannot be read, because only the lockfile is needed
 * here.
 */
async function requirementOf({ manifestPath }: Place, name: string): Promise<Requirement | undefined> {
  try {
    const text = await readText(manifestPath, "MANIFEST_INVALID");
    return text === undefined ? undefined : parseManifest(text, MANIFEST_NAME).mods.get(name);
  } catch {
    return undefined;
  }
}
