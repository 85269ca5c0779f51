/** A table of which three versions are merged: values by key. */
export type Table<Value> = ReadonlyMap<string, Value>;

/** The outcome of merging three tables. */
export interface TableMerge<Value> {
  readonly merged: Map<string, Value>;
  /** The keys that both sides changed differently; `merged` has our values for them. */
  readonly conflicts: readonly string[];
}

/**
 * Merges two tables with a common ancestor, key by key: a change by one side is taken, and so is the same change by
 * both. An absent key counts as an absent value.
 */
export function mergeTables<Value>(
  base: Table<Value>,
  ours: Table<Value>,
  theirs: Table<Value>,
  isSame: (a: Value, b: Value) => boolean,
): TableMerge<Value> {
  const same = (a: Value | undefined, b: Value | undefined): boolean =>
    a === undefined || b === undefined ? a === b : isSame(a, b);
  const merged = new Map<string, Value>();
  const conflicts: string[] = [];
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const [b, o, t] = [base.get(key), ours.get(key), theirs.get(key)];
    const value = same(b, o) ? t : o;
    if (!same(b, o) && !same(b, t) && !same(o, t)) conflicts.push(key);
    if (value !== undefined) merged.set(key, value);
  }
  return { merged, conflicts };
}
