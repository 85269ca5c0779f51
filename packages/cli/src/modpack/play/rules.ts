import {
  builtinMods,
  describeStaleReason,
  formatPacked,
  isBuiltin,
  type Lockfile,
  loadOrder,
  type PresentMod,
  parseGameVersion,
  type SelectionFault,
  selectionFaults,
} from "@factorio-lock/core";
import type { FoundGame, LoadFault, LoadSet } from "@factorio-lock/game";

/** A reason why the game would not load the locked set. */
export interface LoadProblem {
  readonly mod: string;
  readonly problem:
    | LoadFault["kind"]
    | "missing"
    | "other-version"
    | "off"
    | "unlocked"
    | "needs"
    | "needs-version"
    | "incompatible"
    | "unreadable-dependency"
    | "cycle";
  readonly message: string;
}

/** The verdict on a mod directory by the game's rules. */
export interface Verdict {
  /** Everything that it loads, in its order. */
  readonly order: readonly { readonly name: string; readonly version: string }[];
  readonly problems: readonly LoadProblem[];
  readonly set: LoadSet;
  /** Every builtin mod of the game. */
  readonly builtins: readonly string[];
}

/**
 * Checks, without starting a game, that it would load a mod directory, and exactly the locked mods: dependencies, versions,
 * the rules of builtin mods, load order, names inside archives. Source: docs/factorio.md, 4; docs/commands.md, "check".
 *
 * @param game has the builtin mods; without it, they are those of the lockfile's game version
 * @throws FactorioLockError FAILED if the mod directory or its list cannot be read
 */
export async function judge(
  modDirectory: string,
  lockfile: Lockfile,
  game: FoundGame | undefined,
  signal: AbortSignal,
): Promise<Verdict> {
  const { readLoadSet } = await import("@factorio-lock/game");
  const version = (game && parseGameVersion(game.version)) ?? lockfile.factorio;
  const shipped = builtinMods(version, game?.builtins);
  const shown = (name: string) => game?.builtins.find((mod) => mod.name === name)?.version ?? version.text;
  const builtins = new Map([...shipped].map(([name, mod]) => [name, { ...mod, shown: shown(name) }] as const));
  const set = await readLoadSet(modDirectory, { line: version.line, builtins }, signal);
  const problems = [
    ...set.faults.map(faultProblem),
    ...lockDifferences(lockfile, set),
    ...[...selectionFaults(set.present)].flatMap((fault) => ruleProblem(fault)),
  ];
  const order = loadOrder(set.present).map((name) => ({
    name,
    version: (set.present.get(name) as PresentMod).version,
  }));
  return { order, problems, set, builtins: [...builtins.keys()] };
}

/** The differences between the mods that load and the locked mods. */
function* lockDifferences(lockfile: Lockfile, { present, mods }: LoadSet): Iterable<LoadProblem> {
  for (const [name, locked] of lockfile.mods) {
    const mod = mods.get(name);
    if (!mod) {
      yield {
        mod: name,
        problem: "missing",
        message: `${name} ${locked.version.text} is locked, and the game would not load it: it is not there, or switched off.`,
      };
    } else if (mod.version.packed !== locked.version.packed) {
      yield {
        mod: name,
        problem: "other-version",
        message: `${name} is locked at ${locked.version.text}, and the game would load ${mod.version.text}.`,
      };
    }
  }
  for (const name of lockfile.builtin) {
    if (!present.has(name))
      yield { mod: name, problem: "off", message: `${name} is locked, and the game would not load it.` };
  }
  for (const { name, kind, packed } of present.values()) {
    const isLocked = kind === "builtin" ? name === "base" || lockfile.builtin.includes(name) : lockfile.mods.has(name);
    if (isLocked) continue;
    const which = isBuiltin(name) ? name : `${name} ${formatPacked(packed)}`;
    yield { mod: name, problem: "unlocked", message: `${which} is not locked, and the game would load it.` };
  }
}

function faultProblem(fault: LoadFault): LoadProblem {
  const { mod, kind, file } = fault;
  switch (fault.kind) {
    case "unreadable-archive":
      return { mod, problem: kind, message: fault.message };
    case "misnamed":
      return {
        mod,
        problem: kind,
        message: `${file} holds ${fault.says}, which the game does not load under that name.`,
      };
    case "other-line":
      return { mod, problem: kind, message: `${file} is made for Factorio ${fault.line}.` };
  }
}

function ruleProblem(fault: SelectionFault): LoadProblem[] {
  switch (fault.kind) {
    case "missing":
      return [
        {
          mod: fault.by,
          problem: "needs",
          message: `${fault.by} needs ${fault.dependency.text}, which would not be loaded.`,
        },
      ];
    case "wrong-version":
      return [
        {
          mod: fault.by,
          problem: "needs-version",
          message: `${fault.by} wants ${fault.dependency.text}, and the game would load ${fault.version}.`,
        },
      ];
    case "incompatible":
      return [{ mod: fault.by, problem: "incompatible", message: `${fault.by} is incompatible with ${fault.name}.` }];
    case "unreadable":
      return [{ mod: fault.by, problem: "unreadable-dependency", message: describeStaleReason(fault) }];
    case "cycle":
      return [{ mod: fault.names[0] as string, problem: "cycle", message: describeStaleReason(fault) }];
  }
}
