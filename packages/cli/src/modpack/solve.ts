import {
  type Age,
  type InstalledBuiltin,
  type Lockfile,
  lockedReleases,
  lockfileFrom,
  type Manifest,
  type ModInfoSource,
  type Release,
  type ResolveRequest,
  resolve,
  type Selection,
  type Warning,
} from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import { networkPlace } from "../project/admit.ts";
import type { Context } from "../project/context.ts";
import { readPathMods } from "../project/path-mods.ts";
import type { Project } from "../project/project.ts";
import type { LeftOut } from "../result/change.ts";
import { ageLimitOf } from "./age-limit.ts";
import { createGuess } from "./guess.ts";
import { leftOutOf } from "./left-out.ts";
import { nearNames } from "./near-names.ts";
import { type NetworkOptions, withMetadata } from "./services.ts";
import { throwUnsolved } from "./unsolved.ts";

/** Options for resolving. */
export interface SolveOptions extends NetworkOptions {
  /** Releases younger than this are not taken; takes precedence over mods.yaml. */
  readonly olderThan?: Age | undefined;
  /** Whether recommended mods are added. Default true. */
  readonly recommended?: boolean | undefined;
  /** The folder of the game whose builtin mods are used. Absolute. */
  readonly game?: string | undefined;
}

/** Data of this machine that a solve depends on. */
export interface Facts {
  readonly pathMods: ReadonlyMap<string, Release>;
  readonly installed: readonly InstalledBuiltin[] | undefined;
}

/** A solution, with the lockfile made from it. */
export interface Solved {
  readonly selection: Selection;
  readonly lockfile: Lockfile;
  readonly warnings: readonly Warning[];
  readonly heldBack: Selection["heldBack"];
  readonly leftOut: LeftOut | undefined;
  readonly milliseconds: number;
}

/** Reads the `path` mods and, with `--game`, the installed game. */
export async function gatherFacts(project: Project, options: SolveOptions): Promise<Facts> {
  return { pathMods: await readPathMods(project), installed: await installedBuiltins(options) };
}

/** The builtin mods of the game given by `--game`; undefined without one. */
export async function installedBuiltins({ game }: SolveOptions): Promise<readonly InstalledBuiltin[] | undefined> {
  if (game === undefined) return undefined;
  const { readInstalledBuiltins } = await import("@factorio-lock/game");
  return readInstalledBuiltins(game);
}

/** Builds the solver's request for a project. */
export function requestOf(
  manifest: Manifest,
  facts: Facts,
  locked: Lockfile | undefined,
  options: SolveOptions,
  more: Partial<Pick<ResolveRequest, "requirements" | "update" | "justAsked" | "locked">> = {},
): ResolveRequest {
  const ageLimit = ageLimitOf(manifest, options);
  return {
    game: manifest.factorio,
    expansion: manifest.expansion,
    requirements: manifest.mods,
    pathMods: facts.pathMods,
    recommended: options.recommended ?? true,
    ...(facts.installed ? { installed: facts.installed } : {}),
    ...(ageLimit ? { ageLimit } : {}),
    ...(locked ? { locked: lockedReleases(locked) } : {}),
    ...more,
  };
}

/**
 * Resolves a request and makes a lockfile from the solution, with the game if the manifest asks for it.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, NO_SOLUTION, TOO_HARD, OFFLINE, PORTAL_*, UNSAFE_NAME.
 */
export async function solve(
  context: Context,
  project: Project,
  request: ResolveRequest,
  options: SolveOptions,
  known?: Metadata,
): Promise<Solved> {
  const answer = async (metadata: Metadata): Promise<Solved> => {
    context.onEvent({ kind: "resolving", mods: 0 });
    const start = context.now();
    const guess = createGuess(request, metadata, context.signal);
    const names = [...request.requirements.keys(), ...(request.locked?.keys() ?? [])];
    await metadata.refresh(names, () => guess.begin());
    const findSelection = async (): Promise<Selection> => {
      const guessed = await guess.confirmed();
      if (!guessed) return resolve(request, sourceOf(context, metadata), { signal: context.signal });
      if ("error" in guessed) throw guessed.error;
      return guessed.selection;
    };
    const selection = await findSelection().catch((error: unknown) => throwUnsolved(error, request, metadata));
    const milliseconds = context.now() - start;
    context.onEvent({ kind: "resolved", mods: selection.mods.length, milliseconds });
    const mods = lockfileFrom(project.manifest, selection);
    const lockfile = project.manifest.game ? await withGame(context, project, mods, request, options) : mods;
    const { heldBack } = selection;
    const leftOut = await leftOutOf(request, selection, metadata);
    const warnings = [...selection.warnings, ...metadata.warnings()];
    return { selection, lockfile, warnings, heldBack, leftOut, milliseconds };
  };
  if (known) return answer(known);
  const { manifest } = project;
  return withMetadata(context, { ...options, ...networkPlace(context, project), line: manifest.factorio.line }, answer);
}

/** Adds the game that the manifest asks for to the lockfile. */
async function withGame(
  context: Context,
  project: Project,
  mods: Lockfile,
  { update }: ResolveRequest,
  { offline }: SolveOptions,
): Promise<Lockfile> {
  const { lockGame } = await import("./lock-game.ts");
  return lockGame(context, project, mods, { fresh: update === "all", offline: offline ?? false });
}

/** The metadata as the solver's source. */
function sourceOf(context: Context, metadata: Metadata): ModInfoSource {
  const seen = new Set<string>();
  return {
    async get(name) {
      const mod = await metadata.get(name);
      seen.add(name);
      context.onEvent({ kind: "resolving", mods: seen.size });
      return mod;
    },
    prefetch: (names) => metadata.prefetch?.(names),
    near: (name) => nearNames(metadata, name),
  };
}
