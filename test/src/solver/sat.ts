import Logic, { type Formula } from "logic-solver";
import { type Answer, cycleOf, neededPart } from "./answer.ts";
import { allows, demands, type Entry, loadsAfter } from "./rules/entry.ts";
import type { Option, World } from "./world.ts";

/** A demand on an answer beyond the world's own rules: that a mod be present, as one of these options. */
export interface Wish {
  readonly name: string;
  readonly options: readonly Option[];
}

/** A wish that may be dropped; with `whenAsked` it asks for nothing where the wish for the same mod without it is dropped. */
export interface SoftWish extends Wish {
  readonly whenAsked?: true;
}

/** A world as clauses for MiniSat. */
export interface Sat {
  /** An answer that fulfils the wishes, without mods that neither roots nor wishes need; undefined when there is none. */
  answer(wishes?: readonly Wish[]): Answer | undefined;
  /**
   * The fewest wishes that have to be dropped: of the first rank; with as few of those, of the second; and so on. By rank:
   * one choice of them.
   */
  fewestDropped(ranks: readonly (readonly SoftWish[])[]): readonly (readonly SoftWish[])[];
  /** How many load-order cycles had to be forbidden so far. */
  cycles(): number;
}

/**
 * Encodes a world: a variable for each option, and for each mod one that says whether it is present. Load-order cycles
 * are forbidden when an answer shows one, so the clauses stay few.
 */
export function encode(world: World): Sat {
  const solver = new Logic.Solver();
  let variables = 0;
  const variable = () => solver.getVarNum(`v${variables++}`);
  const clause = (...terms: number[]) => Logic.disablingAssertions(() => solver.require(Logic.or(terms)));

  const chosen = new Map<Option, number>();
  const present = new Map<string, number>();
  for (const [name, options] of world.options) {
    const here = variable();
    present.set(name, here);
    const terms = options.map(() => variable());
    options.forEach((option, at) => {
      chosen.set(option, terms[at] as number);
      clause(-(terms[at] as number), here);
    });
    clause(-here, ...terms);
    atMostOne(terms, variable, clause);
    if (world.refused.has(name)) clause(-here);
  }
  const term = (option: Option) => chosen.get(option) as number;

  /** One variable for each set of options that some dependency allows. */
  const sets = new Map<string, number>();
  const oneOf = (name: string, options: readonly Option[]): number => {
    const key = `${name}|${options.map(term).join()}`;
    const known = sets.get(key);
    if (known !== undefined) return known;
    const made = variable();
    sets.set(key, made);
    clause(-made, ...options.map(term));
    for (const option of options) clause(-term(option), made);
    return made;
  };

  for (const options of world.roots.values()) clause(...options.map(term));
  for (const options of world.options.values()) {
    for (const option of options) for (const entry of option.dependencies) encodeEntry(option, entry);
  }

  function encodeEntry(option: Option, entry: Entry): void {
    const { name, sign } = entry;
    const here = present.get(name);
    if (here === undefined) return;
    if (sign === "!") return clause(-term(option), -here);
    const all = world.options.get(name) ?? [];
    const fitting = all.filter((other) => allows(entry, other.packed));
    if (demands(entry)) clause(-term(option), oneOf(name, fitting));
    else if (fitting.length < all.length) clause(-term(option), -here, oneOf(name, fitting));
  }

  /** One variable for each edge of the load order that was ever part of a cycle. */
  const edges = new Map<string, number>();
  const edge = (from: string, to: string): number => {
    const known = edges.get(`${from}|${to}`);
    if (known !== undefined) return known;
    const made = variable();
    edges.set(`${from}|${to}`, made);
    for (const option of world.options.get(from) ?? []) {
      const orders = option.dependencies.some((entry) => entry.name === to && loadsAfter(entry));
      if (orders) clause(-term(option), -(present.get(to) as number), made);
    }
    return made;
  };

  /**
   * An answer under assumptions that has no load-order cycle, with the wishes that hold in it; undefined where there is none.
   * What neither roots nor wishes need is left out.
   */
  function withoutCycles<T extends Wish & { readonly whenAsked?: true }>(
    assumed: readonly (number | Formula)[],
    holds: ReadonlyMap<T, number>,
  ): { readonly answer: Answer; readonly held: ReadonlySet<T> } | undefined {
    for (;;) {
      const solution = Logic.disablingAssertions(() => solver.solveAssuming(Logic.and([2, ...assumed])));
      if (!solution) return undefined;
      solution.ignoreUnknownVariables();
      const model = new Map<string, Option>();
      for (const [option, number] of chosen) if (solution.evaluate(number)) model.set(option.name, option);
      const held = [...holds].flatMap(([wish, number]) => (solution.evaluate(number) ? [wish] : []));
      const asking = held.filter((wish) => !wish.whenAsked).map(({ name }) => name);
      const answer = neededPart(model, [...world.roots.keys(), ...asking]);
      const cycle = cycleOf(answer);
      if (!cycle) return { answer, held: new Set(held) };
      clause(...cycle.slice(1).map((to, at) => -edge(cycle[at] as string, to)));
    }
  }

  return {
    answer(wishes = []) {
      const holds = new Map(wishes.map((wish) => [wish, oneOf(wish.name, wish.options)]));
      return withoutCycles([...holds.values()], holds)?.answer;
    },
    fewestDropped(ranks) {
      const holds = new Map<SoftWish, number>();
      const asked = new Map<string, number>();
      for (const wish of ranks.flat()) {
        const held = variable();
        holds.set(wish, held);
        if (!wish.whenAsked) asked.set(wish.name, held);
      }
      for (const [wish, held] of holds) {
        const from = wish.whenAsked ? asked.get(wish.name) : undefined;
        clause(-held, ...(from === undefined ? [] : [-from]), ...wish.options.map(term));
      }
      const bounds: Formula[] = [];
      let best: readonly (readonly SoftWish[])[] = ranks.map(() => []);
      for (const rank of ranks) {
        if (rank.length === 0) continue;
        const dropped = Logic.sum(rank.map((wish) => Logic.not(holds.get(wish) as number)));
        for (let most = rank.length + 1; ; ) {
          const found = withoutCycles([...bounds, Logic.lessThan(dropped, Logic.constantBits(most))], holds);
          if (found) {
            const { held } = found;
            best = ranks.map((one) => one.filter((wish) => !held.has(wish)));
            most = rank.filter((wish) => !held.has(wish)).length;
            if (most > 0) continue;
          }
          bounds.push(Logic.lessThanOrEqual(dropped, Logic.constantBits(most)));
          break;
        }
      }
      return best;
    },
    cycles: () => edges.size,
  };
}

/** At most one of the terms holds: pairwise for few, by a ladder for many. */
function atMostOne(terms: readonly number[], variable: () => number, clause: (...terms: number[]) => void): void {
  if (terms.length <= 5) {
    terms.forEach((a, at) => {
      for (const b of terms.slice(at + 1)) clause(-a, -b);
    });
    return;
  }
  let before: number | undefined;
  for (const term of terms) {
    const upTo = variable();
    clause(-term, upTo);
    if (before !== undefined) {
      clause(-before, upTo);
      clause(-term, -before);
    }
    before = upTo;
  }
}
