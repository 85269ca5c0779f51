import {
  type Blocked,
  dependencyTree,
  FactorioLockError,
  formatLockfile,
  type Lockfile,
  lockedReleases,
  lockfileFrom,
  type Manifest,
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
  upgrade,
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
    const { manifest, request } = await readQuestion(manifestText, locked);
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

/** A manifest, and what is asked of the solver for it. */
export interface Question {
  readonly manifest: Manifest;
  readonly request: ResolveRequest;
}

/**
 * Reads a manifest, and the older lockfile whose releases stay as long as they fit.
 *
 * @throws FactorioLockError
 */
export async function readQuestion(manifestText: string, locked: string | undefined): Promise<Question> {
  const manifest = parseManifest(manifestText, "mods.yaml");
  const before = locked === undefined ? undefined : await parseLockfile(locked, "mods.lock");
  refusePaths(manifest.mods);
  const age = manifest.updates?.olderThan;
  const request = {
    game: manifest.factorio,
    expansion: manifest.expansion,
    requirements: manifest.mods,
    ...(before ? { locked: lockedReleases(before) } : {}),
    ...(age && age.milliseconds > 0 ? { ageLimit: { age, now: new Date().toISOString() } } : {}),
  };
  return { manifest, request };
}

/** Who can move to another game line. */
export interface LineTable {
  readonly kind: "table";
  readonly rows: readonly { readonly name: string; readonly state: string }[];
  /** How many of the manifest's mods can move together, of how many. */
  readonly largest: number;
  readonly all: number;
}

/**
 * Which of a manifest's mods can move to another game line, as `factorio-lock upgrade LINE --check` says it.
 *
 * @param line `2.1`
 */
export async function tryLine(
  manifestText: string,
  line: string,
  source: ModInfoSource,
  signal: AbortSignal,
): Promise<LineTable | Failed> {
  try {
    const { request } = await readQuestion(manifestText, undefined);
    const game = parseGameVersion(line);
    if (!game)
      throw new FactorioLockError("USAGE", `"${line}" is no game line.`, { hint: "a game line looks like 2.1" });
    const { movable, blocked, largest } = await upgrade(request, game, source, { signal });
    const rows = [
      ...movable.map(({ name, version, because }) => ({
        name,
        state:
          because.length === 0
            ? `ready: ${version.text}`
            : `ready: ${version.text}, but not together with ${because.join(", ")}`,
      })),
      ...blocked.map(({ name, reason, because }) => ({ name, state: blockedWords(reason, because, line) })),
    ];
    rows.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { kind: "table", rows, largest: largest.length, all: rows.length };
  } catch (error) {
    return failedOf(error);
  }
}

function blockedWords(reason: Blocked["reason"], because: readonly string[], line: string): string {
  if (reason === "no-release") return `no release for ${line}`;
  return reason === "needs"
    ? `held by ${because.join(", ")}`
    : `what it needs does not go together: ${because.join(", ")}`;
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
