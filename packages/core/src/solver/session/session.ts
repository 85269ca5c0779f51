import { statesIn } from "../facts/edge.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { complement, interval } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { decisionOrder, preferredState, requestedNames } from "../request/order.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { makeBudget } from "../search/budget.ts";
import { makePatience } from "../search/patience.ts";
import { addFact, addMod, makeSearch, type Search, type SearchState } from "../search/search.ts";
import { runInTurns, type SolveOptions, takeTurn } from "../search/turns.ts";
import { makeReader, type Reader } from "./reader.ts";
import { unknownMods } from "./unknown-mods.ts";
import { localFacts, makeWorld, type World } from "./world.ts";

/** The default budget of a search: some seconds, half a minute at worst. */
const DEFAULT_BUDGET = 500_000;

/** How many mods, and entries of their releases, are added to a search before yielding to other tasks. */
const WORK_A_TURN = 4000;

/** The cost of a mod itself, counted in entries. */
const A_MOD = 20;

/** A request with everything that was read and derived for it so far. */
export interface Session {
  readonly world: World;
  readonly reader: Reader;
  readonly search: Search;
  readonly options: SolveOptions;
}

/**
 * Opens a session that knows the mods that the manifest names, and its requirements.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, and whatever the source throws.
 */
export async function openSession(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions,
): Promise<Session> {
  const session = await openFree(request, source, options);
  const unknown = requestedNames(request).filter((name) => nodeOf(session, name).origin === "unknown");
  if (unknown.length > 0) throw await unknownMods(unknown, request, source);
  for (const fact of manifestFacts(session, request)) addFact(session.search, fact);
  return session;
}

/**
 * Opens a session that knows the mods that the manifest names, but not its requirements.
 *
 * @param like the world of a request with the same lockfile, whose decoded mods are reused.
 */
export async function openFree(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions,
  like?: World,
): Promise<Session> {
  const world = makeWorld(request, like);
  const search = makeSearch(makeBudget(request.budget ?? DEFAULT_BUDGET), makePatience(options.patience));
  const session: Session = { world, reader: makeReader(world, source, options), search, options };
  await know(session, ["base", ...decisionOrder(request)]);
  return session;
}

/** The node of a known mod. */
export function nodeOf({ search }: Session, name: string): ModNode {
  return search.byName.get(name)!;
}

/**
 * Reads mods and adds them to the search. They are read in parallel but added in the given order, so that the order of
 * arrival does not matter.
 */
export async function know({ world, reader, search, options }: Session, names: readonly string[]): Promise<void> {
  const all = await Promise.all(names.map(async (name) => localFacts(world, name) ?? reader.facts(name)));
  options.signal?.throwIfAborted();
  let work = 0;
  for (const facts of all) {
    if (search.byName.has(facts.name)) continue;
    work += A_MOD + facts.mentions.entries.length;
    if (work > WORK_A_TURN) {
      work = 0;
      await takeTurn(options);
    }
    const node = addMod(search, facts);
    search.preferred[node.id] = preferredState(world.request, node);
  }
}

/** Searches to the end, reading the mods that are needed on the way. Throws the signal's reason if it is aborted. */
export async function go(session: Session): Promise<Exclude<SearchState, { kind: "need" | "paused" }>> {
  const { search, options } = session;
  for (;;) {
    const state = await runInTurns(search, options);
    if (state.kind !== "need") return state;
    await know(session, state.names);
  }
}

/** The manifest's incompatibilities for its requested mods and `base`, each about one mod. */
export function manifestFacts(session: Session, request: ResolveRequest): Incompatibility[] {
  const facts: Incompatibility[] = [];
  if (request.requirements.get("base")?.kind === "refused") {
    facts.push({ terms: [{ mod: nodeOf(session, "base").id, set: [1, 1] }], cause: { kind: "refused" } });
  }
  for (const name of requestedNames(request)) {
    const node = nodeOf(session, name);
    const requirement = request.requirements.get(name)!;
    const fitting = requirement.kind === "range" ? statesIn(node, requirement.range.versions) : interval(1, node.size);
    facts.push({ terms: [{ mod: node.id, set: complement(fitting, node.size) }], cause: { kind: "manifest" } });
  }
  return facts;
}
