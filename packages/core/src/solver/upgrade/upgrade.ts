import { isDemand } from "../../dependency/dependency.ts";
import { parseDependencies } from "../../dependency/read-dependencies.ts";
import { builtinMods } from "../../game/builtins.ts";
import type { GameVersion } from "../../game/game-version.ts";
import { compareNames } from "../../mod/mod-name.ts";
import { dependencyStrings } from "../../mod/release.ts";
import type { Version } from "../../version/version.ts";
import { attempt } from "../answer/attempt.ts";
import type { Selection } from "../answer/selection.ts";
import { ALLOWANCE, unsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import { statesIn } from "../facts/edge.ts";
import { cheapestCorrection } from "../relax/correction.ts";
import { check, openRelaxed, type Relaxed, type Verdict } from "../relax/relaxed.ts";
import type { Statement } from "../relax/statement.ts";
import { requestedNames } from "../request/order.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { versionOf } from "../request/words.ts";
import { makeBudget } from "../search/budget.ts";
import type { SolveOptions } from "../search/turns.ts";
import { nodeOf, openFree } from "../session/session.ts";
import { removalOptions } from "../suggest/change-options.ts";
import { type Blocked, blockedBy } from "./blocked-by.ts";
import { type Loosened, loosenedRanges, withLoosened } from "./loosened.ts";

/** The most steps of the search for a largest set: some seconds at worst. */
const STEPS = 300_000;

/** Which mods of a manifest can move to another game line. Source: docs/commands.md, "upgrade". */
export interface Upgrade {
  /** The requested mods that solve alone on the line, and those that do not, in name order. */
  readonly movable: readonly Movable[];
  readonly blocked: readonly Blocked[];
  /** A largest set of movable mods that solve together, in name order. */
  readonly largest: readonly string[];
  /** Whether it was proved that no set is larger; false if the budget ran out. */
  readonly exact: boolean;
  /** The ranges to loosen: those of movable mods, and those of mods that may become movable. */
  readonly loosened: readonly Loosened[];
  /** Mods outside the largest set that mods of it need. */
  readonly needed: readonly string[];
  /** The builtin mods that the largest set enables. */
  readonly builtin: readonly EnabledBuiltin[];
  /** The answer for the largest set. */
  readonly selection: Selection;
}

/** A mod that solves alone on the line. */
export interface Movable {
  readonly name: string;
  /** The version in the largest set's answer, or, if the mod is not part of the set, in its own. */
  readonly version: Version;
  /** The mods that keep it out of the largest set; empty if it is part of it. */
  readonly because: readonly string[];
}

/** An enabled builtin mod, and the mods that need it, in name order. */
export interface EnabledBuiltin {
  readonly name: string;
  readonly neededBy: readonly string[];
}

/**
 * Finds out which mods of a manifest can move to another version of the game.
 *
 * @param game the version to move to.
 * @throws FactorioLockError TOO_HARD, and whatever `source.get` throws.
 */
export async function upgrade(
  request: ResolveRequest,
  game: GameVersion,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<Upgrade> {
  const { locked: _, update: __, justAsked: ___, ...manifest } = request;
  const there: ResolveRequest = { ...manifest, game };
  const free = await openFree(there, source, options);
  const loosened = loosenedRanges(there, (name) => nodeOf(free, name));
  const open = withLoosened(there, loosened);
  const budget = makeBudget(STEPS);
  const relaxed = await openRelaxed(open, source, { ...options, like: free.world, budget, strict: true });
  const { movable, blocked, conflicts } = await tryEach(relaxed);
  const out = removalOptions(relaxed.statements, () => true);
  const found = await cheapestCorrection(relaxed, out, conflicts);
  const left = new Set(found ? found.options.map(({ name }) => name) : requestedNames(open));
  const largest = requestedNames(open).filter((name) => !left.has(name));
  const selection = await selectionOf(onlyRequested(open, largest), source, options);
  const versions = new Map(selection.mods.map(({ name, release }) => [name, release.version]));
  const moving: Movable[] = [];
  for (const { name, version } of movable) {
    const because = left.has(name) ? await keptOutBy(relaxed, largest, name) : [];
    moving.push({ name, version: left.has(name) ? version : (versions.get(name) ?? version), because });
  }
  const present = new Set([...versions.keys(), ...selection.builtin]);
  return {
    movable: moving,
    blocked,
    largest,
    exact: found?.exact ?? false,
    loosened,
    needed: requestedNames(open).filter((name) => left.has(name) && present.has(name)),
    builtin: enabledBuiltins(open, selection),
    selection,
  };
}

/** Tries for each mod whether it solves alone. */
async function tryEach(relaxed: Relaxed): Promise<{
  readonly movable: readonly Omit<Movable, "because">[];
  readonly blocked: readonly Blocked[];
  readonly conflicts: (readonly Statement[])[];
}> {
  const { session, statements } = relaxed;
  const movable: Omit<Movable, "because">[] = [];
  const blocked: Blocked[] = [];
  const conflicts: (readonly Statement[])[] = [];
  const budget = makeBudget(ALLOWANCE);
  for (const name of requestedNames(session.world.request)) {
    const node = nodeOf(session, name);
    const verdict: Verdict | undefined = await check(
      relaxed,
      statements.filter((statement) => statement.name === name),
    );
    if (verdict?.kind === "solved") {
      const state = verdict.present.find((mod) => mod.node === node)?.state ?? node.size;
      const version = versionOf(node, state);
      // Builtin mods have the game's version.
      const { text } = session.world.request.game;
      movable.push({ name, version: node.origin === "builtin" ? { ...version, text } : version });
      continue;
    }
    if (verdict) conflicts.push(verdict.core);
    const requirement = session.world.request.requirements.get(name)!;
    const fits = requirement.kind === "range" ? statesIn(node, requirement.range.versions).length : node.size;
    if (fits === 0) blocked.push({ name, reason: "no-release", because: [] });
    else if (verdict) blocked.push(blockedBy(name, await unsatisfiableCore(session, verdict.proof, budget)));
    else blocked.push({ name, reason: "conflict", because: [] });
  }
  return { movable, blocked, conflicts };
}

/** The mods of a set that keep another mod out of it. */
async function keptOutBy(relaxed: Relaxed, largest: readonly string[], name: string): Promise<string[]> {
  const names = new Set([...largest, name]);
  const open: Relaxed = { ...relaxed, budget: makeBudget(ALLOWANCE) };
  const verdict = await check(
    open,
    relaxed.statements.filter((statement) => names.has(statement.name)),
  );
  if (verdict?.kind !== "core") return [];
  return [...new Set(verdict.core.map((statement) => statement.name))]
    .filter((other) => other !== name)
    .sort(compareNames);
}

function onlyRequested(request: ResolveRequest, names: readonly string[]): ResolveRequest {
  const kept = new Set(names);
  const requirements = [...request.requirements].filter(([name, { kind }]) => kind === "refused" || kept.has(name));
  return { ...request, requirements: new Map(requirements) };
}

async function selectionOf(request: ResolveRequest, source: ModInfoSource, options: SolveOptions): Promise<Selection> {
  const outcome = await attempt(request, source, options);
  if (outcome.kind !== "solved") throw new Error("what was seen to solve does not");
  return outcome.selection;
}

/** The builtin mods of a selection except `base`, each with the mods that need it. */
function enabledBuiltins({ game, installed }: ResolveRequest, { mods, builtin }: Selection): EnabledBuiltin[] {
  const all = builtinMods(game, installed);
  const needs = new Map([
    ...builtin.map((name) => [name, all.get(name)?.dependencies ?? []] as const),
    ...mods.map(({ name, release }) => [name, dependencyStrings(release)] as const),
  ]);
  return builtin
    .filter((name) => name !== "base")
    .map((name) => ({
      name,
      neededBy: [...needs].flatMap(([by, said]) => (demands(said, name) ? [by] : [])).sort(compareNames),
    }));
}

function demands(strings: readonly string[], name: string): boolean {
  return parseDependencies(strings).dependencies.some((entry) => entry.name === name && isDemand(entry.kind));
}
