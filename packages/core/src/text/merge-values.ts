/** Values by key, where three versions of a table are merged. */
export type Table<Value> = ReadonlyMap<string, Value>;

/** The outcome of merging three tables. */
export interface TableMerge<Value> {
  readonly merged: Map<string, Value>;
  /** The keys that both sides changed, each in its own way; `merged` has our value of them. */
  readonly conflicts: readonly string[];
}

/**
 * Merges two tables that come from one, key by key: what one side changed is changed, what both changed alike too. A value
 * is absent if its key is.
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
