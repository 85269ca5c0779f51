import { type Dependency, isDemand } from "../../dependency/dependency.ts";
import type { Scene } from "../attempt.ts";
import type { Edge } from "../edge.ts";
import type { Incompatibility, Term } from "../incompatibility.ts";
import { complement, has, type IndexSet, intersect } from "../index-set.ts";
import type { ModNode } from "../mod-node.ts";
import { gameWords } from "./game-words.ts";
import { allOf, list, object, range, subject } from "./words.ts";

/** What releases say of another mod, as a clause. */
export function dependencyWords(scene: Scene, edge: Edge, { terms }: Incompatibility): string {
  const to = edge.to as ModNode;
  const at = (terms.find(({ mod }) => mod === edge.from.id) as Term).set;
  const against = terms.find(({ mod }) => mod === to.id)?.set;
  const { words, plural } = subject(edge.from, at);
  const need = plural ? "need" : "needs";
  if (!against) return `${words} ${need} ${impossible(scene, edge, at)}`;
  const allowed = complement(against, to.size);
  const releases = intersect(allowed, allOf(to));
  if (!has(allowed, 0)) return `${words} ${need} ${object(to, releases)}`;
  if (releases.length === 0) return `${words} ${plural ? "do" : "does"} not work with ${to.name}`;
  if (to.origin === "builtin") return `${words} ${plural ? "do" : "does"} not work with this ${to.name}`;
  return `${words} ${plural ? "work" : "works"} only with ${object(to, releases)}`;
}

/** What the releases in `at` need although nothing can meet it. */
function impossible({ world, reader }: Scene, edge: Edge, at: IndexSet): string {
  const to = edge.to as ModNode;
  const { game } = world.request;
  switch (to.origin) {
    case "unknown":
      return `${to.name}, which the mod portal does not know`;
    case "refused":
      return `${to.name}, which your mods.yaml keeps out`;
    case "no-expansion":
      return `${to.name}, which is part of the Space Age expansion, but your mods.yaml says that you do not have it`;
    case "other-line":
      return `${to.name}, which Factorio ${game.text} does not have`;
    case "builtin":
      return gameWords(world, to, demandsOf(edge, at));
    case "path":
    case "portal": {
      const wanted = wantedText(edge, at);
      if (to.size > 0) {
        const have = to.origin === "path" ? "your own is" : "for this Factorio there is only";
        return `${wanted}, but ${have} ${range(to, [to.size, to.size]) || newest(to)}`;
      }
      if (to.origin === "path") return `${wanted}, but your own is not made for Factorio ${game.text}`;
      const lines = linesOf(reader.info(to.name));
      const only = lines.length > 0 ? ` (only for ${list(lines)})` : "";
      return `${to.name}, which has no release for Factorio ${game.text}${only}`;
    }
  }
}

function newest(node: ModNode): string {
  return node.releases.at(-1)?.version.text ?? "";
}

/** The game lines for which a mod has releases, in words of the portal. */
export function linesOf(
  info: { readonly releases: readonly { readonly factorioVersion: string }[] } | undefined,
): string[] {
  return [...new Set(info?.releases.map((release) => release.factorioVersion))].sort();
}

/** The demands that releases make by an edge. */
function demandsOf(edge: Edge, at: IndexSet): Dependency[] {
  return edge.from.dependencies
    .filter((_, index) => has(at, index + 1))
    .flatMap((entries) =>
      entries.filter((entry): entry is Dependency => !("fault" in entry) && entry.name === edge.name),
    );
}

/** The other mod with the author's own comparison, where all say the same. */
function wantedText(edge: Edge, at: IndexSet): string {
  const wanted = new Set(
    demandsOf(edge, at)
      .filter((entry) => isDemand(entry.kind))
      .map(({ constraint }) => (constraint ? ` ${constraint.operator} ${constraint.version.text}` : "")),
  );
  return wanted.size === 1 ? `${edge.name}${[...wanted][0]}` : `another ${edge.name}`;
}
