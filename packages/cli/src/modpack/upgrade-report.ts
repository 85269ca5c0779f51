import {
  builtinMods,
  FactorioLockError,
  type GameVersion,
  type Lockfile,
  parseGameVersion,
  type Upgrade,
  upgrade,
} from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import { networkPlace } from "../project/admit.ts";
import type { Context } from "../project/context.ts";
import { readLock } from "../project/lock.ts";
import { openProject, type Project } from "../project/project.ts";
import type { UpgradeReport } from "../result/move.ts";
import { withMetadata } from "./services.ts";
import { type Facts, gatherFacts, requestOf, type SolveOptions } from "./solve.ts";

/** Parses the game version to move to. @throws FactorioLockError USAGE for an invalid one. */
export function parseTarget(text: string): GameVersion {
  const game = parseGameVersion(text);
  if (game) return game;
  throw new FactorioLockError("USAGE", `"${text}" is not a game version.`, {
    hint: 'it looks like "2.1" for any patch of 2.1, or "2.1.9" for exactly that one.',
  });
}

/** Finds out how much of a project can move. */
export async function upgradeOf(
  context: Context,
  { manifest }: Project,
  game: GameVersion,
  metadata: Metadata,
  { facts, options }: { readonly facts: Facts; readonly options: SolveOptions },
): Promise<Upgrade> {
  await metadata.refresh([...manifest.mods.keys()]);
  const request = requestOf(manifest, facts, undefined, options);
  return upgrade(request, game, metadata, { signal: context.signal });
}

/** The report in the form that commands return. */
export function reportOf(
  { manifest }: Project,
  game: GameVersion,
  found: Upgrade,
  lockfile: Lockfile | undefined,
): UpgradeReport {
  const locked = (name: string) => lockfile?.mods.get(name)?.version.text ?? null;
  const before = lockfile?.builtin ?? [...builtinMods(manifest.factorio).keys()];
  return {
    from: manifest.factorio.text,
    to: game.text,
    movable: found.movable.map(({ name }) => name),
    blocked: found.blocked.map(({ name, reason, because }) => ({ name, from: locked(name), reason, because })),
    largest: found.largest,
    exact: found.exact,
    ready: found.movable.map(({ name, version }) => ({ name, from: locked(name), version: version.text })),
    held: found.movable
      .filter(({ name }) => !found.largest.includes(name))
      .map(({ name, because }) => ({ name, because })),
    loosened: found.loosened.filter(({ hasRelease }) => hasRelease).map(({ name, from, to }) => ({ name, from, to })),
    needed: found.needed,
    builtinAdded: found.builtin.filter(({ name }) => !before.includes(name) && !manifest.mods.has(name)),
  };
}

/**
 * Reports how much of a modpack can move to another game version.
 *
 * @throws FactorioLockError USAGE, and what resolving throws.
 */
export async function lookAtMove(context: Context, line: string, options: SolveOptions = {}): Promise<UpgradeReport> {
  const game = parseTarget(line);
  const project = await openProject(context);
  const before = await readLock(project);
  const facts = await gatherFacts(project, options);
  const network = { ...options, ...networkPlace(context, project), line: game.line };
  return withMetadata(context, network, async (metadata) => {
    const found = await upgradeOf(context, project, game, metadata, { facts, options });
    return reportOf(project, game, found, before?.lockfile);
  });
}

/** Whether everything that mods.yaml asks for can move together. */
export function movesWhole({ movable, blocked, largest }: UpgradeReport): boolean {
  return blocked.length === 0 && largest.length === movable.length;
}
