import fc from "fast-check";
import { isDemand } from "../src/dependency/dependency.ts";
import { type KnownStrings, readDependencies } from "../src/dependency/read-dependencies.ts";
import { type ModNode, makeNode, nodeFacts } from "../src/solver/facts/mod-node.ts";
import { pack } from "../src/version/version.ts";
import { setHas } from "../src/version/version-set.ts";

/** Equal text is the same object, as in the solver. */
const known: KnownStrings = new Map();

/** A mod whose releases are 1.0.0, 2.0.0, …, by what each depends on. */
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

/** Whether what the mod says of another in one state is met by that one's state: the rules, read off one by one. */
export function isMet(from: ModNode, at: number, to: ModNode, state: number): boolean {
  return (from.dependencies[at - 1] ?? []).every((entry) => {
    if (entry.name !== to.name) return true;
    if (state === 0) return !isDemand(entry.kind);
    return entry.kind !== "incompatible" && setHas(entry.versions, to.packed[state - 1] as number);
  });
}

/** Every choice of one state for each mod with which all that they say of each other is met. */
export function choices(nodes: readonly ModNode[]): number[][] {
  const all = nodes.reduce<number[][]>(
    (rows, { size }) => rows.flatMap((row) => Array.from({ length: size + 1 }, (_, state) => [...row, state])),
    [[]],
  );
  return all.filter((row) =>
    nodes.every((from) => nodes.every((to) => from === to || isMet(from, row[from.id] ?? 0, to, row[to.id] ?? 0))),
  );
}

/** A few mods, `a`, `b`, …, that say all kinds of things of each other. */
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
