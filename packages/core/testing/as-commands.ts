// The only way in which tests and benchmarks call the solver: as the commands do, with a live signal, prefetching, and
// a source that answers late and in any order; every other call has the shortest slices. test/src/one-way.test.ts fails
// if anything calls the solver in another way.

/** The solver's functions, generic over its types so that they may come from the sources or from the built package. */
interface Solver<Request, Info, Lock, Selected, Solved, Found, Game, Moved> {
  resolve(request: Request, source: Source<Info>, options?: Options): Promise<Selected>;
  solve(request: Request, source: Source<Info>, options?: Options): Promise<Solved>;
  outdated(request: Request, lockfile: Lock, source: Source<Info>, options?: Options): Promise<Found>;
  upgrade(request: Request, game: Game, source: Source<Info>, options?: Options): Promise<Moved>;
}

interface Source<Info> {
  get(name: string): Promise<Info | undefined>;
  prefetch?(names: readonly string[]): void;
  near?(name: string): Promise<readonly string[]>;
}

interface Options {
  readonly signal?: { throwIfAborted(): void };
  readonly slice?: number;
  readonly patience?: number;
}

/** Options of a test's call. */
export interface How extends Options {
  /** Decides the order of the source's answers and the length of the slices. By default each call has a new seed. */
  readonly seed?: number;
  /** Whether the source answers at once and the slices are the usual ones, for measurements. */
  readonly atOnce?: boolean;
}

/** The calls of the solver as the commands make them. */
interface Asking<Request, Info, Lock, Selected, Solved, Found, Game, Moved> {
  readonly resolve: (request: Request, source: Source<Info>, how?: How) => Promise<Selected>;
  readonly solve: (request: Request, source: Source<Info>, how?: How) => Promise<Solved>;
  readonly outdated: (request: Request, lockfile: Lock, source: Source<Info>, how?: How) => Promise<Found>;
  readonly upgrade: (request: Request, game: Game, source: Source<Info>, how?: How) => Promise<Moved>;
  /** `resolve` without a signal and without prefetching, as a program with local data may call it. */
  readonly resolvePlainly: (request: Request, source: Source<Info>) => Promise<Selected>;
}

/** The number of seconds after which a call counts as hanging: far more than any test needs. */
const PATIENCE = Number(process.env["PATIENCE"] ?? 120);

/** Passed to every call that does not override it. */
let usual: Options = {};

/** Makes every later call resort to the measures for hard questions after this many conflicts. */
export function hurry(patience: number): void {
  usual = { patience };
}

let calls = Number(process.env["SEED"] ?? 1);

/** @param solver what `@factorio-lock/core` exports. */
export function asCommands<Request, Info, Lock, Selected, Solved, Found, Game, Moved>(
  solver: Solver<Request, Info, Lock, Selected, Solved, Found, Game, Moved>,
): Asking<Request, Info, Lock, Selected, Solved, Found, Game, Moved> {
  return {
    resolve: (request, source, how) =>
      callSolver(how, (seed, options) => solver.resolve(request, delayed(source, seed), options)),
    solve: (request, source, how) =>
      callSolver(how, (seed, options) => solver.solve(request, delayed(source, seed), options)),
    outdated: (request, lockfile, source, how) =>
      callSolver(how, (seed, options) => solver.outdated(request, lockfile, delayed(source, seed), options)),
    upgrade: (request, game, source, how) =>
      callSolver(how, (seed, options) => solver.upgrade(request, game, delayed(source, seed), options)),
    resolvePlainly: (request, source) => solver.resolve(request, { get: (name) => source.get(name) }, usual),
  };
}

/** Makes a call with slices of one step for odd seeds, of the usual length for even ones. A hanging call is aborted. */
async function callSolver<T>(
  { seed = ++calls, atOnce = false, ...given }: How = {},
  call: (seed: number | undefined, options: Options) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const hanging = () => controller.abort(new Error(`the solver had no answer after ${PATIENCE} s`));
  const timer = setTimeout(hanging, PATIENCE * 1000);
  const slice = atOnce || seed % 2 === 0 ? {} : { slice: 1 };
  try {
    return await call(atOnce ? undefined : seed, { signal: controller.signal, ...usual, ...slice, ...given });
  } finally {
    clearTimeout(timer);
  }
}

/** Delays each answer of a source by some turns of the event loop, so that answers can overtake each other. */
function delayed<Info>(source: Source<Info>, seed: number | undefined): Required<Source<Info>> {
  const prefetch = (names: readonly string[]) => source.prefetch?.(names);
  const near = (name: string) => source.near?.(name) ?? Promise.resolve([]);
  if (seed === undefined) return { get: (name) => source.get(name), prefetch, near };
  const known = new Map<string, Promise<Info | undefined>>();
  const arrival = arrivals(seed);
  const get = (name: string): Promise<Info | undefined> => {
    const answer = known.get(name) ?? arrival().then(() => source.get(name));
    known.set(name, answer);
    return answer;
  };
  const ahead = (names: readonly string[]) => {
    prefetch(names);
    for (const name of names) get(name).catch(() => {});
  };
  return { get, prefetch: ahead, near };
}

/** Creates promises that are resolved one per turn of the event loop, in an order that the seed decides. */
function arrivals(seed: number): () => Promise<void> {
  const roll = dice(seed);
  const waiting: (() => void)[] = [];
  const turn = (): void => {
    const at = roll(waiting.length);
    const next = waiting[at] as () => void;
    waiting[at] = waiting.at(-1) as () => void;
    waiting.pop();
    next();
    if (waiting.length > 0) setImmediate(turn);
  };
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(turn);
    });
}

/** A generator of integers below a limit, deterministic for a seed. */
function dice(seed: number): (limit: number) => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
