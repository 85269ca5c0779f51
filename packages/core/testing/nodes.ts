import fc from "fast-check";
import { isDemand } from "../src/dependency/dependency.ts";
import { type KnownStrings, readDependencies } from "../src/dependency/read-dependencies.ts";
import { type ModNode, makeNode, nodeFacts } from "../src/solver/facts/mod-node.ts";
import { pack } from "../src/version/version.ts";
import { setHas } from "../src/version/version-set.ts";

/** Equal texts share one object, as in the solver. */
const known: KnownStrings = new Map();

/** A mod with the releases 1.0.0, 2.0.0, …, given the dependencies of each. */
export function node(id: number, name: string, ...releases: readonly (readonly string[])[]): ModNode {
  const read = releases.map((entries) => readDependencies(entries, known));
  const facts = nodeFacts({
    name,
    origin: "portal",
    packed: releases.map((_, at) => pack(at + 1, 0, 0)),
    dependencies: read.map(({ dependencies }) => dependencies),
    unreadable: read.map(({ unreadable }) => unreadable),
    releases: [],
  });
  return makeNode(id, facts);
}

/** Whether a mod's entries for another mod allow that mod's state, checked entry by entry. */
export function isMet(from: ModNode, at: number, to: ModNode, state: number): boolean {
  return (from.dependencies[at - 1] ?? []).every((entry) => {
    if (entry.name !== to.name) return true;
    if (state === 0) return !isDemand(entry.kind);
    return entry.kind !== "incompatible" && setHas(entry.versions, to.packed[state - 1] as number);
  });
}

/** Every choice of a state for each mod in which all entries are met. */
export function choices(nodes: readonly ModNode[]): number[][] {
  const all = nodes.reduce<number[][]>(
    (rows, { size }) => rows.flatMap((row) => Array.from({ length: size + 1 }, (_, state) => [...row, state])),
    [[]],
  );
  return all.filter((row) =>
    nodes.every((from) => nodes.every((to) => from === to || isMet(from, row[from.id] ?? 0, to, row[to.id] ?? 0))),
  );
}

/** A few mods, `a`, `b`, …, with entries of all kinds for each other. */
export function anyNodes(count: number): fc.Arbitrary<ModNode[]> {
  const names = Array.from({ length: count }, (_, id) => String.fromCharCode(97 + id));
  const others = (own: string): fc.Arbitrary<string> => {
    const kind = fc.constantFrom("", "", "? ", "! ", "~ ");
    const bound = fc.constantFrom("", "", " >= 2.0", " < 2.0", " = 2.0", " > 1.0", " <= 3.0");
    return fc
      .tuple(kind, fc.constantFrom(...names.filter((name) => name !== own)), bound)
      .map((words) => words.join(""));
  };
  const releases = (own: string): fc.Arbitrary<string[][]> =>
    fc.array(fc.array(others(own), { maxLength: 3 }), { minLength: 1, maxLength: 4 });
  return fc
    .tuple(...names.map(releases))
    .map((said) => said.map((entries, id) => node(id, names[id] as string, ...entries)));
}
