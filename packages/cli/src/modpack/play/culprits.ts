/** Tests whether the game is broken with exactly these mods. The set includes all that its mods need. */
export type Try = (names: ReadonlySet<string>) => Promise<boolean>;

/** The outcome of a search for culprits. */
export type Search =
  /** Broken without any mod: no mod is at fault. */
  | { readonly kind: "without-mods" }
  /** Not broken with all of them. */
  | { readonly kind: "sound" }
  /** Broken with these together, and sound without any one of them. */
  | { readonly kind: "found"; readonly culprits: readonly string[] };

/**
 * Finds mods that break the game together: none of them can be left out. In `order` each mod comes after those that it
 * needs, so that each prefix is a closed set. The shortest broken prefix ends with a culprit. The search for the next one
 * goes on with that culprit and what it needs always included, until the included mods are broken by themselves.
 *
 * For n mods and k culprits at most 2 + k (⌈log₂ n⌉ + 1) tries, none of a set twice, provided that what breaks a set breaks
 * every larger one.
 *
 * @param order every mod after those that it needs
 * @param needs the mods that each needs, directly
 */
export async function findCulprits(
  order: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
  isBroken: Try,
): Promise<Search> {
  const known = new Map<string, boolean>();
  const ask = async (names: ReadonlySet<string>): Promise<boolean> => {
    const key = order.map((name) => (names.has(name) ? "1" : "0")).join("");
    const answer = known.get(key) ?? (await isBroken(names));
    known.set(key, answer);
    return answer;
  };
  if (!(await ask(new Set(order)))) return { kind: "sound" };
  if (await ask(new Set())) return { kind: "without-mods" };
  const culprits: string[] = [];
  let kept: ReadonlySet<string> = new Set();
  let end = order.length;
  while (culprits.length === 0 || !(await ask(kept))) {
    // Invariant: with `kept`, the first `high` mods are broken and the first `low` are sound.
    let [low, high] = [0, end];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (await ask(new Set([...order.slice(0, middle), ...kept]))) high = middle;
      else low = middle;
    }
    const culprit = order[high - 1] as string;
    culprits.push(culprit);
    kept = new Set([...kept, ...closure(culprit, needs)]);
    end = high - 1;
    if (end <= 0) break;
  }
  return { kind: "found", culprits };
}

/** A mod and all that it needs, directly or indirectly. */
function closure(name: string, needs: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(needs.get(next) ?? []));
  }
  return found;
}

/** Families of mods that need each other in a cycle (`~`), so that they are tried as one. */
export interface Families {
  /** Every family after those that it needs, by the name of its first mod. */
  readonly order: readonly string[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** Groups mods that need each other in a cycle (Tarjan's strongly connected components). */
export function familiesOf(needs: ReadonlyMap<string, readonly string[]>): Families {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const headOf = new Map<string, string>();
  const members = new Map<string, string[]>();
  const order: string[] = [];
  const visit = (start: string): void => {
    const work: { readonly name: string; readonly rest: string[] }[] = [];
    const enter = (name: string) => {
      index.set(name, index.size);
      low.set(name, index.get(name) as number);
      stack.push(name);
      work.push({ name, rest: (needs.get(name) ?? []).filter((other) => needs.has(other)) });
    };
    enter(start);
    for (let top = work.at(-1); top; top = work.at(-1)) {
      const { name, rest } = top;
      const next = rest.pop();
      if (next === undefined) {
        work.pop();
        const above = work.at(-1);
        if (above) low.set(above.name, Math.min(low.get(above.name) as number, low.get(name) as number));
        if (low.get(name) !== index.get(name)) continue;
        const family = stack.splice(stack.indexOf(name)).sort();
        for (const member of family) headOf.set(member, family[0] as string);
        members.set(family[0] as string, family);
        order.push(family[0] as string);
      } else if (!index.has(next)) enter(next);
      else if (!headOf.has(next)) low.set(name, Math.min(low.get(name) as number, index.get(next) as number));
    }
  };
  for (const name of needs.keys()) if (!index.has(name)) visit(name);
  const between = new Map<string, readonly string[]>();
  for (const [head, family] of members) {
    const wanted = family.flatMap((member) => needs.get(member) ?? []).map((name) => headOf.get(name));
    between.set(
      head,
      [...new Set(wanted)].filter((name): name is string => name !== undefined && name !== head),
    );
  }
  return { order, needs: between, members };
}
