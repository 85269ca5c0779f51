import { FactorioLockError } from "../../error.ts";
import type { Present } from "../facts/cycles.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { requestedNames } from "../request/order.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { makeBudget, partOf } from "../search/budget.ts";
import { isHard } from "../search/free-order.ts";
import { restart } from "../search/search.ts";
import { go, know, manifestFacts, nodeOf, openFree, type Session } from "../session/session.ts";

/** How many steps each trial may take, and all of them together. */
const BUDGET = 10_000;
const TOTAL = 50_000;

/** The same where the request was hard: each trial takes long, and few help. */
const TOTAL_WHEN_HARD = 12_000;

/** Tells whether changed requests solve. */
export interface Trials {
  /** Tries to solve the request. Undefined if that could not be decided. */
  run(request: ResolveRequest): Promise<Outcome | undefined>;
}

/** The outcome of a trial: an answer, or the proof that there is none, in terms of a session. */
export type Outcome =
  | { readonly kind: "solved"; readonly present: readonly Present[] }
  | { readonly kind: "unsolvable"; readonly proof: Incompatibility; readonly session: Session };

/**
 * Trials of requests. Those that differ only in ranges and in what is asked for share one search: the manifest's part is
 * assumed in turn, and what is learned from one trial serves the next.
 */
export function makeTrials({ world, options, search }: Session, source: ModInfoSource): Trials {
  const sessions = new Map<string, Session>();
  const total = makeBudget(isHard(search) ? TOTAL_WHEN_HARD : TOTAL);
  const sessionFor = async (request: ResolveRequest): Promise<Session> => {
    const key = keyOf(request);
    const known = sessions.get(key);
    if (known) return known;
    const session = await openFree(request, source, options, world);
    // Where the request is hard, so are requests like it.
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
        // A change that cannot be tried (the network is gone) is not suggested.
        if (error instanceof FactorioLockError) return undefined;
        throw error;
      }
    },
  };
}

/** Equal for requests about the same game whose mods have the same candidates. */
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
  // Taken now: the next trial moves the search on.
  if (state.kind === "solved") return { kind: "solved", present: state.present };
  if (state.kind === "too-hard") return undefined;
  const own: Session = { ...session, world: { ...session.world, request } };
  return { kind: "unsolvable", proof: state.proof, session: own };
}
