import { FactorioLockError } from "../../error.ts";
import type { Present } from "../facts/cycles.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { requestedNames } from "../request/order.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { makeBudget, partOf } from "../search/budget.ts";
import { isHard } from "../search/free-order.ts";
import { restart } from "../search/search.ts";
import { go, know, manifestFacts, nodeOf, openFree, type Session } from "../session/session.ts";

/** The most steps for each trial, and for all of them together. */
const BUDGET = 10_000;
const TOTAL = 50_000;

/** The most steps for all trials if the request was hard: each trial takes long, and few help. */
const TOTAL_WHEN_HARD = 12_000;

/** Checks whether changed requests are solvable. */
export interface Trials {
  /** Tries to solve a request; undefined if that could not be decided. */
  run(request: ResolveRequest): Promise<Outcome | undefined>;
}

/** The outcome of a trial: an answer, or a proof that there is none, with its session. */
export type Outcome =
  | { readonly kind: "solved"; readonly present: readonly Present[] }
  | { readonly kind: "unsolvable"; readonly proof: Incompatibility; readonly session: Session };

/**
 * Creates trials. Requests that differ only in ranges and requested mods share one search, in which the manifest's
 * facts are assumptions, so that clauses learned in one trial are reused in the next.
 */
export function makeTrials({ world, options, search }: Session, source: ModInfoSource): Trials {
  const sessions = new Map<string, Session>();
  const total = makeBudget(isHard(search) ? TOTAL_WHEN_HARD : TOTAL);
  const sessionFor = async (request: ResolveRequest): Promise<Session> => {
    const key = keyOf(request);
    const known = sessions.get(key);
    if (known) return known;
    const session = await openFree(request, source, options, world);
    // If the request is hard, so are similar requests.
    session.search.free.total = search.free.total;
    sessions.set(key, session);
    return session;
  };
  return {
    async run(request) {
      options.signal?.throwIfAborted();
      try {
        const session = await sessionFor(request);
        session.search.budget = partOf(total, BUDGET);
        return await runIn(session, request);
      } catch (error) {
        options.signal?.throwIfAborted();
        // A change that cannot be checked (the network is down) is not suggested.
        if (error instanceof FactorioLockError) return undefined;
        throw error;
      }
    },
  };
}

/** A key that is equal for requests for the same game whose mods have the same candidates. */
function keyOf({ game, expansion, requirements }: ResolveRequest): string {
  const own = [...requirements].flatMap(([name, { kind }]) => (kind === "range" ? [] : [`${kind} ${name}`]));
  return JSON.stringify([game.text, expansion, own.sort()]);
}

async function runIn(session: Session, request: ResolveRequest): Promise<Outcome | undefined> {
  const { search } = session;
  const names = requestedNames(request);
  await know(session, ["base", ...names]);
  if (names.some((name) => nodeOf(session, name).origin === "unknown")) return undefined;
  const order = ["base", ...names].map((name) => nodeOf(session, name).id);
  restart(search, manifestFacts(session, request), order);
  const state = await go(session);
  // Read now, since the next trial changes the search.
  if (state.kind === "solved") return { kind: "solved", present: state.present };
  if (state.kind === "too-hard") return undefined;
  const own: Session = { ...session, world: { ...session.world, request } };
  return { kind: "unsolvable", proof: state.proof, session: own };
}
