import type { Dependency } from "../../dependency/dependency.ts";
import type { Edge } from "../edge.ts";
import type { Incompatibility, Term } from "../incompatibility.ts";
import { complement, has, type IndexSet, intersect } from "../index-set.ts";
import { entriesAbout } from "../mentions.ts";
import type { ModNode } from "../mod-node.ts";
import type { Session } from "../session.ts";
import { gameWords, thisGame } from "./game-words.ts";
import { onlyFor } from "./only-for.ts";
import { allOf, object, subject, versionOf } from "./words.ts";

/** What releases say of another mod, as a clause. */
export function dependencyWords(session: Session, edge: Edge, { terms }: Incompatibility): string {
  const { to } = edge;
  const at = (terms.find(({ mod }) => mod === edge.from.id) as Term).set;
  const against = terms.find(({ mod }) => mod === to.id)?.set;
  const { words, plural } = subject(edge.from, at);
  const need = plural ? "need" : "needs";
  if (!against) return `${words} ${need} ${impossible(session, edge, at)}`;
  const allowed = complement(against, to.size);
  const releases = intersect(allowed, allOf(to));
  if (!has(allowed, 0)) return `${words} ${need} ${object(to, releases)}`;
  const refuses = entriesOf(edge, at).some(({ kind }) => kind === "incompatible");
  if (releases.length === 0 && !refuses && to.origin !== "builtin") {
    return `${words} ${plural ? "work" : "works"} only with ${wantedText(edge, at)}, ${whatThereIs(to)}`;
  }
  if (releases.length === 0 && refuses) {
    if (words.startsWith("every ")) return `no ${words.slice("every ".length)} works with ${to.name}`;
    return `${words} ${plural ? "do" : "does"} not work with ${to.name}`;
  }
  if (to.origin === "builtin") {
    return `${words} ${plural ? "work" : "works"} only with ${gameWords(session.world, to, entriesOf(edge, at))}`;
  }
  return `${words} ${plural ? "work" : "works"} only with ${object(to, releases)}`;
}

/** What the releases in `at` need although nothing can meet it. */
function impossible({ world, reader }: Session, edge: Edge, at: IndexSet): string {
  const { to } = edge;
  const { game } = world.request;
  switch (to.origin) {
    case "unknown":
      return `${to.name}, which the mod portal does not know`;
    case "refused":
      return `${to.name}, which your mods.yaml keeps out`;
    case "no-expansion":
      return `${to.name}, which is part of the Space Age expansion, but your mods.yaml says that you do not have it`;
    case "no-such-builtin":
      return `${to.name}, which ${thisGame(world)} does not have`;
    case "builtin":
      return gameWords(world, to, entriesOf(edge, at));
    case "path":
      return to.size === 0
        ? `${to.name}, but your own is not made for Factorio ${game.text}`
        : `${wantedText(edge, at)}, ${whatThereIs(to)}`;
    case "portal":
      return to.size === 0
        ? `${to.name}, which has no release for Factorio ${game.text}${onlyFor(reader.info(to.name))}`
        : `${wantedText(edge, at)}, ${whatThereIs(to)}`;
  }
}

/** What there is of a mod, where nothing of it fits. */
function whatThereIs(node: ModNode): string {
  const newest = versionOf(node, node.size).text;
  if (node.origin === "path") return `but your own is ${newest}`;
  return node.size === 1
    ? `but for this Factorio there is only ${newest}`
    : `but the newest for this Factorio is ${newest}`;
}

/** What releases say by an edge. */
function entriesOf({ from, to }: Edge, at: IndexSet): Dependency[] {
  return entriesAbout(from.mentions, to.name, at);
}

/** The other mod with the author's own comparison, where all say the same. */
function wantedText(edge: Edge, at: IndexSet): string {
  const wanted = new Set(
    entriesOf(edge, at).map(({ constraint }) =>
      constraint ? ` ${constraint.operator} ${constraint.version.text}` : "",
    ),
  );
  return wanted.size === 1 ? `${edge.to.name}${[...wanted][0]}` : `another ${edge.to.name}`;
}
