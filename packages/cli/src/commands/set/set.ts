import { editManifest, FactorioLockError, type ManifestEdit, PACK_KEYS, parseGameVersion } from "@factorio-lock/core";
import { commitManifest } from "../../modpack/apply-change.ts";
import { allowAddress } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import { openProject, projectFrom } from "../../project/project.ts";
import { trustPlace } from "../trust/trust.ts";
import type { SetKey } from "./keys.ts";
import type { SetResult } from "./result.ts";

/**
 * Changes one key of the manifest, and nothing else in it. Setting a mod directory outside the manifest's folder, or a
 * followed pack in this machine's own network, also allows it on this machine.
 *
 * @throws FactorioLockError USAGE for an invalid value; NOT_A_MOD_DIRECTORY.
 */
export async function set(context: Context, key: SetKey, text: string): Promise<SetResult> {
  const edit = editOf(key, text);
  const project = await openProject(context);
  const edited = editManifest(project.manifestText, MANIFEST_NAME, [edit]);
  const { root, modDirectory } = projectFrom({ ...context, modDirectory: undefined }, project, edited);
  // To name a folder here is to allow it.
  if (key === "modDirectory") await trustPlace(context, root, modDirectory);
  const changed = edited !== project.manifestText;
  if (changed) await commitManifest(context, project, edited);
  if (key === "pack.from") await allowAddress(context, root, text);
  return { key, value: edit.value, manifest: { path: MANIFEST_NAME, changed } };
}

/** A change of one key. */
export type SetEdit =
  | Extract<ManifestEdit, { kind: "set" }>
  | Extract<ManifestEdit, { kind: "set-updates" }>
  | (Extract<ManifestEdit, { kind: "set-pack" }> & { value: string });

/**
 * Returns the edit that sets a key to a value.
 *
 * @throws FactorioLockError USAGE for an invalid value
 */
export function editOf(key: SetKey, text: string): SetEdit {
  const packKey = PACK_KEYS.find((name) => key === `pack.${name}`);
  if (packKey !== undefined) return { kind: "set-pack", key: packKey, value: text };
  if (key === "updates.olderThan") return { kind: "set-updates", key: "olderThan", value: text };
  if (key === "expansion") {
    if (text === "true" || text === "false") return { kind: "set", key, value: text === "true" };
    throw new FactorioLockError("USAGE", `expansion is true or false, not "${text}".`);
  }
  if (key === "factorio" && !parseGameVersion(text)) {
    throw new FactorioLockError("USAGE", `"${text}" is not a game version.`, {
      hint: 'it looks like "2.0" for any patch of 2.0, or "2.0.77" for exactly that one.',
    });
  }
  return { kind: "set", key: key as "factorio" | "modDirectory" | "game", value: text };
}
