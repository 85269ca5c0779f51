import { FactorioLockError, isBuiltin, nearest, resolve } from "@factorio-lock/core";
import {
  applyChange,
  type ChangeOptions,
  unchangedManifest,
  withModDirectoryLock,
} from "../../modpack/apply-change.ts";
import { changelogsOf } from "../../modpack/changelogs.ts";
import { withMetadata } from "../../modpack/services.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { admitAddress, networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { type LockOnDisk, readLock } from "../../project/lock.ts";
import { openProject, type Project, projectFrom } from "../../project/project.ts";
import { findKeptOut } from "./kept-out.ts";
import { outOfRangeWarnings } from "./out-of-range.ts";
import { preciseRequirements, throwPreciseFailure } from "./precise.ts";
import type { UpdateResult } from "./result.ts";

/** Options of `update`. */
export interface UpdateOptions extends ChangeOptions {
  /** Exactly this version, for the one mod named. */
  readonly precise?: string | undefined;
  /** Leave the changelogs out. */
  readonly noChangelog?: boolean | undefined;
}

/**
 * Moves mods to newer releases, all or those named, and installs.
 *
 * @throws FactorioLockError USAGE for a builtin mod, and for `precise` of a `path` mod; MOD_NOT_FOUND for a name that is
 *   neither locked nor in the manifest; NO_SOLUTION if `precise` is not in the manifest's range; what resolving,
 *   fetching and applying throw.
 */
export async function update(
  context: Context,
  names: readonly string[],
  options: UpdateOptions = {},
): Promise<UpdateResult> {
  const { precise } = options;
  return withModDirectoryLock(context, options, async (project, hold) => {
    const before = await readLock(project);
    for (const name of names) demandKnown(project, before, name);
    const requirements = precise === undefined ? undefined : preciseRequirements(project, names, precise);
    const facts = await gatherFacts(project, options);
    const request = requestOf(project.manifest, facts, before?.lockfile, options, {
      update: names.length > 0 ? names : "all",
      ...(requirements ? { requirements, justAsked: names } : {}),
    });
    const network = { ...options, ...networkPlace(context, project), line: project.manifest.factorio.line };
    return withMetadata(context, network, async (metadata) => {
      const keepsMod = async (manifestText: string): Promise<boolean> => {
        const after = projectFrom(context, project, manifestText);
        const locking = requestOf(after.manifest, facts, before?.lockfile, options);
        const selection = await resolve(locking, metadata, { signal: context.signal }).catch(ignoreUnsolved);
        return selection?.mods.some((mod) => mod.name === names[0]) ?? false;
      };
      const { lockfile, warnings, heldBack, leftOut } = await solve(context, project, request, options, metadata).catch(
        (error: unknown) =>
          precise === undefined
            ? Promise.reject(error)
            : throwPreciseFailure(error, { project, name: names[0] ?? "", version: precise.trim(), keepsMod }),
      );
      const locks = { before: before?.lockfile, after: lockfile };
      const held =
        precise === undefined
          ? await outOfRangeWarnings({ manifest: project.manifest, request, metadata }, locks, names)
          : [];
      const result = await applyChange(
        context,
        project,
        {
          before,
          after: lockfile,
          warnings: [...warnings, ...held],
          heldBack,
          leftOut,
          hold,
          manifest: unchangedManifest(project),
        },
        { ...options, installed: facts.installed },
      );
      const changelogs = options.noChangelog ? [] : await changelogsOf(context, metadata, result.mods);
      const out =
        names.length > 0 ? [] : await findKeptOut({ manifest: project.manifest, request, metadata }, lockfile);
      return { ...result, changelogs, ...(out.length > 0 ? { keptOut: out } : {}) };
    });
  });
}

/** The pack that a modpack follows. */
export interface Followed {
  readonly from: string;
  /**
   * Whether its address is public, so that fetching it must not lead to this machine or into its network. False if offline,
   * when the address is not looked up.
   */
  readonly publicOnly: boolean;
}

/**
 * The pack that the modpack follows, whose next version is what an update means; undefined without one.
 *
 * @throws FactorioLockError NOT_TRUSTED for one in this machine's own network that nobody allowed.
 */
export async function followedPack(
  context: Context,
  options: Pick<UpdateOptions, "offline">,
): Promise<Followed | undefined> {
  const { manifest, root } = await openProject(context);
  const from = manifest.pack?.from;
  if (from === undefined) return undefined;
  return { from, publicOnly: !options.offline && !(await admitAddress(context, root, from)) };
}

function demandKnown(project: Project, before: LockOnDisk | undefined, name: string): void {
  if (isBuiltin(name)) {
    throw new FactorioLockError("USAGE", `${name} is part of the game, and is updated with it.`, {
      hint: `\`factorio-lock set factorio ${project.manifest.factorio.text}\` says which version of the game counts.`,
    });
  }
  const requirement = project.manifest.mods.get(name);
  if (before?.lockfile.mods.has(name) || (requirement && requirement.kind !== "refused")) return;
  const near = nearest(name, [...(before?.lockfile.mods.keys() ?? []), ...project.manifest.mods.keys()]);
  throw new FactorioLockError("MOD_NOT_FOUND", `${name} is neither in mods.lock nor in mods.yaml.`, {
    hint: near.length > 0 ? `did you mean ${near.join(" or ")}?` : `\`factorio-lock add ${name}\` adds a mod.`,
  });
}

function ignoreUnsolved(error: unknown): undefined {
  if (!(error instanceof FactorioLockError) || error.code === "INTERRUPTED") throw error;
}
