import { FactorioLockError } from "../error.ts";
import type { Present } from "./cycles.ts";
import { statesIn } from "./edge.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { complement } from "./index-set.ts";
import type { ModNode } from "./mod-node.ts";
import { decisionOrder, preferredState, requestedNames } from "./order.ts";
import { makeReader, type Reader } from "./reader.ts";
import { addRecommended } from "./recommend.ts";
import type { ModInfoSource, ResolveRequest } from "./request.ts";
import { addFact, addMod, makeSearch, restart, run, type Search } from "./search.ts";
import { select } from "./select.ts";
import type { Selection } from "./selection.ts";
import { localFacts, makeWorld, type World } from "./world.ts";

/** How many decisions and conflicts a search may take where the request does not say. */
export const DEFAULT_BUDGET = 1_000_000;

/** What became of a request. */
export type Attempt =
  | { readonly kind: "solved"; readonly selection: Selection }
  | { readonly kind: "unsolvable"; readonly proof: Incompatibility; readonly scene: Scene };

/** What an unsolvable request was about. */
export interface Scene {
  readonly world: World;
  readonly reader: Reader;
  readonly nodes: readonly ModNode[];
}

/** How a long call is told to stop. */
export interface SolveOptions {
  /** An AbortSignal. */
  readonly signal?: { throwIfAborted(): void };
}

/**
 * Searches for the answer to a request.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, TOO_HARD, and whatever the source throws.
 */
export async function attempt(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<Attempt> {
  const world = makeWorld(request);
  const reader = makeReader(world, source);
  const search = makeSearch(request.budget ?? DEFAULT_BUDGET);

  const know = async (name: string): Promise<ModNode> => {
    const known = search.byName.get(name);
    if (known) return known;
    const facts = localFacts(world, name) ?? (await reader.facts(name));
    options.signal?.throwIfAborted();
    return learnOf(search, request, facts);
  };
  const knowAll = async (names: readonly string[]): Promise<void> => {
    // Asked for together, made known in a fixed order: what arrives first makes no difference.
    const all = await Promise.all(names.map(async (name) => localFacts(world, name) ?? reader.facts(name)));
    options.signal?.throwIfAborted();
    for (const facts of all) if (!search.byName.has(facts.name)) learnOf(search, request, facts);
  };
  const go = async (): Promise<readonly Present[] | Incompatibility | undefined> => {
    for (;;) {
      const state = run(search);
      switch (state.kind) {
        case "need":
          await knowAll(state.names);
          continue;
        case "solved":
          return state.present;
        case "unsolvable":
          return state.proof;
        case "refused":
          return undefined;
        case "too-hard":
          throw tooHard();
      }
    }
  };
  const orEmpty = async (): Promise<readonly Present[] | undefined> => {
    const answer = await go();
    return answer === undefined || "cause" in answer ? undefined : answer;
  };

  const order = ["base", ...decisionOrder(request).filter((name) => name !== "base")];
  await knowAll(order);
  for (const name of requestedNames(request)) {
    if ((search.byName.get(name) as ModNode).origin === "unknown") throw await notFound(name, source);
  }
  addFacts(search, request);
  let named = order;
  for (;;) {
    restart(
      search,
      [],
      named.map((name) => (search.byName.get(name) as ModNode).id),
    );
    const answer = await go();
    if (answer === undefined) throw new Error("a search without assumptions was refused");
    if ("cause" in answer) return { kind: "unsolvable", proof: answer, scene: { world, reader, nodes: search.nodes } };
    // Names given to `update` lead only where the answer needs the mod.
    const needed = neededNames(request, answer);
    const useless = named.filter((name) => !needed.has(name) && answer.some(({ node }) => node.name === name));
    if (useless.length > 0) {
      named = named.filter((name) => !useless.includes(name));
      continue;
    }
    const { present, skipped } =
      request.recommended === false
        ? { present: answer, skipped: [] }
        : await addRecommended(request, search, answer, know, orEmpty);
    return { kind: "solved", selection: select(world, reader, present, skipped) };
  }
}

function learnOf(search: Search, request: ResolveRequest, facts: Parameters<typeof addMod>[1]): ModNode {
  const node = addMod(search, facts);
  search.preferred[node.id] = preferredState(request, node);
  return node;
}

/** What the manifest says, and that `base` is always there. */
function addFacts(search: Search, request: ResolveRequest): void {
  const base = search.byName.get("base") as ModNode;
  addFact(search, { terms: [{ mod: base.id, set: [0, 0] }], cause: { kind: "always" } });
  if (request.requirements.get("base")?.kind === "refused") {
    addFact(search, { terms: [{ mod: base.id, set: [1, 1] }], cause: { kind: "refused" } });
  }
  for (const name of requestedNames(request)) {
    const node = search.byName.get(name) as ModNode;
    const requirement = request.requirements.get(name);
    const fitting =
      requirement?.kind === "range" ? statesIn(node, requirement.range.versions) : ([1, node.size] as const);
    const against = complement(node.size === 0 ? [] : fitting, node.size);
    if (against.length > 0) addFact(search, { terms: [{ mod: node.id, set: against }], cause: { kind: "manifest" } });
  }
}

/** The names that a chain of demands from the manifest reaches. */
function neededNames(request: ResolveRequest, present: readonly Present[]): Set<string> {
  const byName = new Map(present.map((mod) => [mod.node.name, mod]));
  const needed = new Set(["base", ...requestedNames(request)]);
  for (const name of needed) {
    const mod = byName.get(name);
    for (const entry of mod?.node.dependencies[mod.state - 1] ?? []) {
      if (!("fault" in entry) && (entry.kind === "required" || entry.kind === "unordered")) needed.add(entry.name);
    }
  }
  return needed;
}

async function notFound(name: string, source: ModInfoSource): Promise<FactorioLockError> {
  const near = (await source.near?.(name)) ?? [];
  const hint =
    near.length > 0
      ? `did you mean ${near.join(", ")}? Names are case-sensitive`
      : "check the spelling on https://mods.factorio.com: the name is the last part of a mod's address";
  return new FactorioLockError("MOD_NOT_FOUND", `your mods.yaml asks for ${name}, but the mod portal has no such mod`, {
    hint,
  });
}

function tooHard(): FactorioLockError {
  return new FactorioLockError("TOO_HARD", "no answer was found within the step budget", {
    hint: "ask for exact versions of some mods, or remove a few: fewer choices make the question easier",
  });
}
