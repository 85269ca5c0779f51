import { type Dependency, ordersLoading } from "../dependency/dependency.ts";
import { compareNaturally } from "./natural-order.ts";

/** The mods that are present, by name, each with its dependencies. */
export type LoadableMods = ReadonlyMap<string, { readonly dependencies: readonly Pick<Dependency, "kind" | "name">[] }>;

/**
 * The order in which the game loads mods: by the length of their dependency chain, then by name in natural order.
 * Dependencies on absent mods, `~` and `!` do not count. Mods on a cycle, and those that depend on one, have no depth
 * and come last. Source: docs/factorio.md, 4.4; docs/rules.md, R5.
 */
export function loadOrder(mods: LoadableMods): string[] {
  const depths = depthsOf(mods);
  const depth = (name: string): number => depths.get(name) ?? mods.size;
  return [...mods.keys()].sort((a, b) => depth(a) - depth(b) || compareNaturally(a, b));
}

/** The load order split into layers of equal depth, each in load order. */
export function loadLayers(mods: LoadableMods): string[][] {
  const depths = depthsOf(mods);
  const layers = new Map<number, string[]>();
  for (const name of loadOrder(mods)) {
    const depth = depths.get(name) ?? mods.size;
    layers.set(depth, [...(layers.get(depth) ?? []), name]);
  }
  return [...layers.values()];
}

/**
 * The names of a load-order cycle: each mod must load after the next, and the last after the first. Undefined if there
 * is no cycle. A mod's dependency on itself does not count. Source: docs/rules.md, R5, R7.
 */
export function findLoadCycle(mods: LoadableMods): string[] | undefined {
  const depths = depthsOf(mods);
  const path: string[] = [];
  let name = [...mods.keys()].find((candidate) => !depths.has(candidate));
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    name = predecessors(mods, name).find((other) => !depths.has(other));
  }
  return name === undefined ? undefined : path.slice(path.indexOf(name));
}

/** The length of the longest dependency chain of each mod, without mods that are on a cycle or depend on one. */
function depthsOf(mods: LoadableMods): Map<string, number> {
  const successors = new Map<string, string[]>();
  const waitingFor = new Map<string, number>();
  for (const name of mods.keys()) {
    const before = predecessors(mods, name);
    waitingFor.set(name, before.length);
    for (const other of before) {
      const list = successors.get(other);
      if (list) list.push(name);
      else successors.set(other, [name]);
    }
  }
  const depths = new Map<string, number>();
  let ready = [...mods.keys()].filter((name) => waitingFor.get(name) === 0);
  for (let depth = 0; ready.length > 0; depth++) {
    const next: string[] = [];
    for (const name of ready) {
      depths.set(name, depth);
      for (const above of successors.get(name) ?? []) {
        const left = (waitingFor.get(above) ?? 0) - 1;
        waitingFor.set(above, left);
        if (left === 0) next.push(above);
      }
    }
    ready = next;
  }
  return depths;
}

/** The present mods that must load before this one, without duplicates. */
function predecessors(mods: LoadableMods, name: string): string[] {
  const names = new Set<string>();
  for (const { kind, name: other } of mods.get(name)?.dependencies ?? []) {
    if (ordersLoading(kind) && other !== name && mods.has(other)) names.add(other);
  }
  return [...names];
}
