import { join, resolve } from "node:path";
import { FactorioLockError, type Release } from "@factorio-lock/core";
import { MANIFEST_NAME } from "./place.ts";
import type { Project } from "./project.ts";
import { withoutQuoting } from "./without-quoting.ts";

/**
 * The manifest's `path` mods as their info.json describes them, by mod name.
 *
 * @throws FactorioLockError FAILED, BAD_ARCHIVE if one cannot be read, MANIFEST_INVALID if it is another mod.
 */
export async function readPathMods(project: Project): Promise<ReadonlyMap<string, Release>> {
  const found = new Map<string, Release>();
  for (const [name, requirement] of project.manifest.mods) {
    if (requirement.kind !== "path") continue;
    const path = resolve(project.root, requirement.path);
    const { readPathMod } = await import("@factorio-lock/game");
    const { info } = await withoutQuoting(path, join(path, "info.json"), () => readPathMod(path));
    if (info.name !== name) {
      throw new FactorioLockError(
        "MANIFEST_INVALID",
        `${MANIFEST_NAME} calls the mod at ${requirement.path} "${name}", but its info.json says "${info.name}".`,
        { hint: `write \`${info.name}: { path: ${requirement.path} }\` instead.` },
      );
    }
    found.set(name, {
      version: info.version,
      factorioVersion: info.factorioVersion,
      dependencies: info.dependencies,
      fileName: `${name}_${info.version.text}.zip`,
      sha1: undefined,
      download: "",
      releasedAt: "",
    });
  }
  return found;
}
