/**
 * The derivation of each clause. The id of a given clause is the number of its origin (0 or more); the id of a derived
 * clause is negative and refers to the ids of the clauses that it was resolved from.
 */
export interface Proof {
  /** The derivations one after the other, each as a count followed by the ids. */
  log: Int32Array;
  used: number;
}

export function makeProof(): Proof {
  return { log: new Int32Array(1024), used: 0 };
}

/** The most numbers in the log: 32 MB. */
export const MOST_LOGGED = 8_000_000;

/** Records a derivation and returns its id. */
export function derived(proof: Proof, ids: readonly number[]): number {
  const at = proof.used;
  const end = at + 1 + ids.length;
  if (end > proof.log.length) {
    const log = new Int32Array(Math.max(end, 2 * proof.log.length));
    log.set(proof.log);
    proof.log = log;
  }
  const { log } = proof;
  log[at] = ids.length;
  for (let place = 0; place < ids.length; place++) log[at + 1 + place] = ids[place]!;
  proof.used = end;
  return -1 - at;
}

/** The origins of the given clauses that derivations rest on. */
export function originsOf({ log }: Proof, ids: Iterable<number>): Set<number> {
  const origins = new Set<number>();
  const known = new Set<number>();
  const open: number[] = [];
  const meet = (id: number): void => {
    if (id >= 0) origins.add(id);
    else if (!known.has(id)) {
      known.add(id);
      open.push(id);
    }
  };
  for (const id of ids) meet(id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const at = -1 - id;
    const end = at + log[at]!;
    for (let place = at + 1; place <= end; place++) meet(log[place]!);
  }
  return origins;
}

/** Replaces all derivations by a single one from these origins, and returns its id. */
export function summarise(proof: Proof, origins: ReadonlySet<number>): number {
  proof.log = new Int32Array(1024);
  proof.used = 0;
  return derived(proof, [...origins]);
}
