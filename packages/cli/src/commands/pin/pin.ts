import { FactorioLockError, isBuiltin, type ManifestEdit, parseVersion, type Warning } from "@factorio-lock/core";
import { askedMods } from "../../modpack/asked-mod.ts";
import { type EditOptions, editModpack, withEdit } from "../../modpack/edit-modpack.ts";
import { exactVersion } from "../../modpack/exact-version.ts";
import type { Context } from "../../project/context.ts";
import { type LockOnDisk, lockfileMissing } from "../../project/lock.ts";
import type { Project } from "../../project/project.ts";
import type { PinResult } from "./result.ts";

/**
 * Writes exact versions into the manifest, so that mods stay at them: the locked versions, or those given.
 *
 * @param asked `NAME` or `NAME@VERSION`; empty for all mods of the manifest
 * @throws FactorioLockError USAGE for an invalid version, a builtin mod or a `path` mod; MOD_NOT_FOUND for a mod that is
 *   not locked; LOCKFILE_MISSING; what resolving, fetching and applying throw.
 */
export async function pin(context: Context, asked: readonly string[], options: EditOptions = {}): Promise<PinResult> {
  let pinned: PinResult["pinned"] = [];
  const result = await editModpack(context, options, (project, before) => {
    const all = asked.length > 0 ? namedPins(asked, project, before) : allPins(project, before);
    pinned = all.filter(({ name, version }) => exactVersion(project.manifest.mods.get(name)) !== version);
    const edits = pinned.map(({ name, version }): ManifestEdit => ({ kind: "set-mod", name, value: version }));
    const held = asked.length > 0 ? all.filter((mod) => !pinned.includes(mod)) : [];
    return {
      edits,
      remedy: withEdit(pinned.map(({ name, version }) => ({ kind: "range", name, text: version }))),
      justAsked: pinned.map(({ name }) => name),
      warnings: held.map(alreadyPinned),
    };
  });
  return { ...result, pinned };
}

type Pin = PinResult["pinned"][number];

function allPins(project: Project, before: LockOnDisk | undefined): Pin[] {
  if (!before) throw lockfileMissing(project);
  return [...project.manifest.mods].flatMap(([name, { kind }]) => {
    const locked = before.lockfile.mods.get(name);
    return kind === "range" && locked?.kind === "release" ? [{ name, version: locked.version.text }] : [];
  });
}

function namedPins(asked: readonly string[], project: Project, before: LockOnDisk | undefined): Pin[] {
  return askedMods(asked).map(({ name, range }): Pin => {
    const requirement = project.manifest.mods.get(name);
    if (isBuiltin(name)) {
      throw new FactorioLockError("USAGE", `${name} is part of the game, so it always has the game's version.`, {
        hint: "to fix the game's version, run for example `factorio-lock set factorio 2.0.77`.",
      });
    }
    if (requirement?.kind === "path") {
      throw new FactorioLockError(
        "USAGE",
        `${name} comes from ${requirement.path}, so it has the version written there.`,
      );
    }
    if (range !== undefined) {
      const version = range === false ? undefined : parseVersion(range);
      if (version) return { name, version: version.text };
      throw new FactorioLockError("USAGE", `"${range}" is not a version at which ${name} can be held.`, {
        hint: `write one such as \`factorio-lock pin ${name}@1.2.3\`.`,
      });
    }
    const locked = before?.lockfile.mods.get(name);
    if (locked) return { name, version: locked.version.text };
    throw new FactorioLockError("MOD_NOT_FOUND", `${name} is not in mods.lock, so there is no version to hold it at.`, {
      hint:
        requirement?.kind === "refused" && requirement.remembered
          ? `run \`factorio-lock enable ${name}\` first, which brings it back.`
          : `\`factorio-lock add ${name}\` adds it.`,
    });
  });
}

function alreadyPinned({ name, version }: Pin): Warning {
  return { code: "NOTHING_TO_DO", message: `mods.yaml holds ${name} at ${version} already.`, mod: name };
}
