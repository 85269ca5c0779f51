import {
  editManifest,
  FactorioLockError,
  type ManifestChange,
  manifestEdits,
  parseVersion,
  type Range,
  type Requirements,
  rangeHas,
  type Version,
} from "@factorio-lock/core";
import { namesIn } from "../../modpack/manifest-changes.ts";
import { shellCommand } from "../../modpack/suggestion.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import type { Project } from "../../project/project.ts";

/**
 * The manifest's requirements, with one mod at exactly one version.
 *
 * @throws FactorioLockError USAGE for an invalid version, for no mod or several, or for a `path` mod; NO_SOLUTION if the
 *   manifest does not allow that version.
 */
export function preciseRequirements(project: Project, names: readonly string[], precise: string): Requirements {
  const [name, ...more] = names;
  const version = parseVersion(precise);
  if (name === undefined || more.length > 0) {
    throw new FactorioLockError("USAGE", "--precise needs exactly one mod.", {
      hint: "for example: `factorio-lock update flib --precise 0.16.5`.",
    });
  }
  if (!version) throw new FactorioLockError("USAGE", `--precise is a version such as 1.2.3, not "${precise}".`);
  const requirement = project.manifest.mods.get(name);
  if (requirement?.kind === "path") {
    throw new FactorioLockError(
      "USAGE",
      `${name} comes from ${requirement.path}, so it has the version written there.`,
      {
        hint: `its info.json gives the version. \`factorio-lock add ${name}@${version.text}\` takes a release of the mod portal instead.`,
      },
    );
  }
  if (requirement?.kind === "refused") {
    throw new FactorioLockError("NO_SOLUTION", `mods.yaml keeps ${name} out.`, {
      hint: `\`factorio-lock add ${name}@${version.text}\` asks for it.`,
    });
  }
  if (requirement?.kind === "range" && !rangeHas(requirement.range, version.packed)) {
    throw new FactorioLockError(
      "NO_SOLUTION",
      `mods.yaml asks for ${name} ${requirement.range.text}, and ${version.text} is not in that range.`,
      { hint: `\`factorio-lock add "${name}@${version.text}"\` changes what mods.yaml asks for.` },
    );
  }
  return new Map([...project.manifest.mods, [name, { kind: "range", range: exactRange(version) }]]);
}

function exactRange(version: Version): Range {
  return { text: version.text, versions: [{ low: version.packed, high: version.packed }] };
}

/** An `update --precise` that has no solution. */
export interface PreciseUpdate {
  readonly project: Project;
  readonly name: string;
  /** The version that was asked for. */
  readonly version: string;
  /** Whether locking the manifest of this text would leave the mod in the lockfile. */
  readonly keepsMod: (manifestText: string) => Promise<boolean>;
}

/**
 * Throws the failure of an `update --precise`, with the remedies after which the same command succeeds. Remedies that change
 * the mod's own line in mods.yaml are left out.
 *
 * @throws FactorioLockError
 */
export async function throwPreciseFailure(error: unknown, update: PreciseUpdate): Promise<never> {
  if (!(error instanceof FactorioLockError) || error.code !== "NO_SOLUTION") throw error;
  const { name, version } = update;
  const remedies: (readonly ManifestChange[])[] = [];
  for (const changes of error.remedies) if (await helps(changes, update)) remedies.push(changes);
  throw new FactorioLockError("NO_SOLUTION", `${name} cannot be updated to exactly ${version}.`, {
    explanation: error.explanation,
    remedies,
    warnings: error.warnings,
    hint: `\`${shellCommand(["info", name, "--releases"])}\` shows all releases.`,
  });
}

/** Whether a remedy neither changes nor removes the mod, so that the same command succeeds after it. */
async function helps(changes: readonly ManifestChange[], { project, name, keepsMod }: PreciseUpdate): Promise<boolean> {
  if (changes.some((change) => namesIn(change).includes(name))) return false;
  const edits = manifestEdits(changes);
  // `set` alone does not lock, so that the lockfile still has the mod.
  if (project.manifest.mods.has(name) || edits.every(({ kind }) => kind === "set")) return true;
  return keepsMod(editManifest(project.manifestText, MANIFEST_NAME, edits));
}
