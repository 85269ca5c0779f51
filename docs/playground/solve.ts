import {
  dependencyTree,
  FactorioLockError,
  formatLockfile,
  type Lockfile,
  lockedReleases,
  lockfileFrom,
  type ManifestChange,
  type ModInfoSource,
  type OutdatedMod,
  outdated,
  parseGameVersion,
  parseLockfile,
  parseManifest,
  type ResolveRequest,
  resolve,
  type TreeNode,
} from "@factorio-lock/core";

/** What the solver found. */
export type Result = Solved | Failed;

export interface Solved {
  readonly kind: "solved";
  /** The text of `mods.lock`, as `factorio-lock lock` writes it. */
  readonly lockfile: string;
  readonly mods: readonly { readonly name: string; readonly version: string; readonly requested: boolean }[];
  readonly tree: readonly TreeNode[];
  readonly outdated: readonly OutdatedMod[];
  readonly warnings: readonly string[];
}

export interface Failed {
  readonly kind: "failed";
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly explanation: readonly string[];
  /** Each solves, all its changes made. */
  readonly remedies: readonly (readonly ManifestChange[])[];
}

/**
 * Locks a manifest and says what is newer.
 *
 * @param locked the text of an older lockfile, whose releases stay as long as they fit
 * @throws the signal's reason; any error that is none for users
 */
export async function solveManifest(
  manifestText: string,
  locked: string | undefined,
  source: ModInfoSource,
  signal: AbortSignal,
): Promise<Result> {
  try {
    const manifest = parseManifest(manifestText, "mods.yaml");
    const before = locked === undefined ? undefined : await parseLockfile(locked, "mods.lock");
    refusePaths(manifest.mods);
    const request: ResolveRequest = {
      game: manifest.factorio,
      expansion: manifest.expansion,
      requirements: manifest.mods,
      ...(before ? { locked: lockedReleases(before) } : {}),
    };
    const selection = await resolve(request, source, { signal });
    const lockfile = lockfileFrom(manifest, selection);
    const again = { ...request, locked: lockedReleases(lockfile) };
    return {
      kind: "solved",
      lockfile: formatLockfile(lockfile),
      mods: rowsOf(lockfile),
      tree: dependencyTree(lockfile),
      outdated: await outdated(again, lockfile, source, { signal }),
      warnings: selection.warnings.map(({ message }) => message),
    };
  } catch (error) {
    return failedOf(error);
  }
}

/** What became of each mod of a manifest on another game line. */
export interface LineRow {
  readonly name: string;
  readonly version: string | undefined;
}

/**
 * Whether all of a manifest's mods have an answer on another game line: their releases there, or why not.
 *
 * @param line `2.1`
 */
export async function tryLine(
  manifestText: string,
  line: string,
  source: ModInfoSource,
  signal: AbortSignal,
): Promise<Result> {
  try {
    const manifest = parseManifest(manifestText, "mods.yaml");
    const game = parseGameVersion(line);
    if (!game)
      throw new FactorioLockError("USAGE", `"${line}" is no game line.`, { hint: "a game line looks like 2.1" });
    refusePaths(manifest.mods);
    const request = { game, expansion: manifest.expansion, requirements: manifest.mods };
    const selection = await resolve(request, source, { signal });
    const lockfile = lockfileFrom({ ...manifest, factorio: game }, selection);
    const warnings = selection.warnings.map(({ message }) => message);
    return {
      kind: "solved",
      lockfile: formatLockfile(lockfile),
      mods: rowsOf(lockfile),
      tree: dependencyTree(lockfile),
      outdated: [],
      warnings,
    };
  } catch (error) {
    return failedOf(error);
  }
}

function rowsOf({ mods, requirements }: Lockfile): Solved["mods"] {
  return [...mods].map(([name, { version }]) => ({ name, version: version.text, requested: requirements.has(name) }));
}

function refusePaths(mods: ReadonlyMap<string, { readonly kind: string }>): void {
  const names = [...mods].flatMap(([name, { kind }]) => (kind === "path" ? [name] : []));
  if (names.length === 0) return;
  throw new FactorioLockError("FAILED", `A page cannot see folders of your machine: ${names.join(", ")}.`, {
    hint: "take the `path` mods out of the text to try the others",
  });
}

function failedOf(error: unknown): Failed {
  if (!(error instanceof FactorioLockError)) throw error;
  const { code, message, hint, explanation, remedies } = error;
  return { kind: "failed", code, message, hint, explanation, remedies };
}
