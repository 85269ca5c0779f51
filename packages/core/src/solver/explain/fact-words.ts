import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import { ABSENT, complement, isSubset } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { isJustAsked } from "../request/order.ts";
import { subject, versionOf, whoAsks, whoRefuses } from "../request/words.ts";
import type { Session } from "../session/session.ts";
import { chainOf, cycleWords } from "./cycle-words.ts";
import { dependencyWords } from "./dependency-words.ts";
import { thisGame } from "./game-words.ts";
import { noRelease, oldEnough } from "./no-release.ts";

/** Words a fact as a clause, without initial capital and full stop. This is the only place where facts become words. */
export function factWords(session: Session, fact: Incompatibility): string {
  const { cause, terms } = fact;
  const term = terms[0]!;
  const node = session.search.nodes[term.mod]!;
  switch (cause.kind) {
    case "manifest":
      return manifestWords(session, node, term);
    case "refused":
      return `your mods.yaml keeps ${node.name} out, but it is the game itself and cannot be left out`;
    case "always":
      return `the game cannot run without ${node.name}`;
    case "dependency":
      return dependencyWords(session, cause.edge, fact);
    case "unreadable": {
      const { words, plural } = subject(node, term.set);
      return `${words} ${plural ? "have" : "has"} a dependency that cannot be read, "${cause.dependency.text}": ${cause.dependency.fault}`;
    }
    case "self": {
      const { words, plural } = subject(node, term.set);
      const says = plural ? "they say" : "it says";
      return `${words} can never be used: ${says} "${cause.dependency.text}" of ${plural ? "themselves" : "itself"}`;
    }
    case "cycle": {
      const subjects = terms.map(({ mod, set }) => subject(session.search.nodes[mod]!, set).words);
      const words = cycleWords(cause.names, subjects);
      return cause.names.length === 2 ? `${words}: ${chainOf(cause.names)}` : words;
    }
    case "assumed":
      return subject(node, complement(term.set, node.size)).words;
    case "learned":
    case "summary":
      throw new Error("a conclusion is no fact");
  }
}

function manifestWords(session: Session, node: ModNode, { set }: Term): string {
  const { request } = session.world;
  const { name } = node;
  const requirement = request.requirements.get(name);
  const text =
    requirement?.kind === "range" && requirement.range.text.trim() !== "*" ? ` ${requirement.range.text}` : "";
  const asks = whoAsks(request, name);
  const unavailable = whyUnavailable(session, node);
  if (unavailable) return `${asks} ${node.origin === "path" ? "your own " : ""}${name}, but ${unavailable}`;
  if (isSubset(set, ABSENT)) return `${asks} ${node.origin === "path" ? "your own " : ""}${name}`;
  if (!isSubset([1, node.size], set)) return `${asks} ${name}${text}`;
  if (node.origin === "builtin") {
    const installed = request.installed?.find((other) => other.name === name);
    const says = isJustAsked(request, name) ? "your mods.yaml says" : "says";
    return `${asks} ${name}${text}, but ${installed ? `this game has ${installed.version}` : `${says} Factorio ${request.game.text}`}`;
  }
  const newest = versionOf(node, node.size).text;
  return `${asks} ${name}${text}, but no release for Factorio ${request.game.text}${oldEnough(session, name)} is in that range: the newest is ${newest}`;
}

/**
 * Why a mod has no candidate, as a clause about "it", or about "them" if `several` mods share the reason; undefined if
 * it has candidates.
 */
export function whyUnavailable(session: Session, { name, origin, size }: ModNode, several = false): string | undefined {
  const { world } = session;
  const { game } = world.request;
  const [it, has, is, them] = several ? ["they", "have", "are", "them"] : ["it", "has", "is", "it"];
  switch (origin) {
    case "unknown":
      return `the mod portal does not know ${them}`;
    case "refused":
      return whoRefuses(world.request, name, them);
    case "no-expansion":
      return `${it} ${is} part of the Space Age expansion, and your mods.yaml says that you do not have that`;
    case "no-such-builtin":
      return `${thisGame(world)} does not have ${them}`;
    case "builtin":
      return undefined;
    case "path":
      return size === 0 ? `${it} ${is} not made for Factorio ${game.text}` : undefined;
    case "portal":
      return size === 0 ? `${it} ${has} ${noRelease(session, name)}` : undefined;
  }
}
