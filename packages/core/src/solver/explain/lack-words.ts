import { statesIn } from "../facts/edge.ts";
import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { isJustAsked } from "../request/order.ts";
import { versionOf } from "../request/words.ts";
import type { Session } from "../session/session.ts";
import { entriesOf, unmetWords } from "./dependency-words.ts";
import { factWords } from "./fact-words.ts";
import { gameWords, thisGame } from "./game-words.ts";
import { noRelease, oldEnough } from "./no-release.ts";

/** Marks the end of the subject in the words of a lack, so that mods with the same predicate can share a sentence. */
export const SUBJECT = "\u0000";

/**
 * The lack behind a fact that nothing can meet, as a clause whose subject ends with `SUBJECT`. Undefined for a fact
 * that only states a request; false for a fact without a lack, such as an incompatibility.
 */
export function lackWords(
  session: Session,
  fact: Incompatibility,
  near: ReadonlyMap<string, string>,
): string | undefined | false {
  const { cause, terms } = fact;
  const [term] = terms as [Term];
  const node = session.search.nodes[term.mod] as ModNode;
  if (cause.kind === "manifest") return manifestLack(session, node, near);
  if (cause.kind === "always") return undefined;
  if (cause.kind !== "dependency") return factWords(session, fact);
  const { edge } = cause;
  const { to } = edge;
  const entries = entriesOf(edge, term.set);
  if (entries.some(({ kind }) => kind === "incompatible")) return false;
  if (to.size === 0) return unavailableWords(session, to, near);
  return to.origin === "builtin" ? gameWords(session.world, to, entries) : unmetWords(edge, term.set);
}

/** Why a mod that the manifest requests is unavailable, or unavailable in the range; undefined if it is available. */
function manifestLack(session: Session, node: ModNode, near: ReadonlyMap<string, string>): string | undefined {
  const { request } = session.world;
  const { name, size } = node;
  if (node.origin !== "builtin" && size === 0) return unavailableWords(session, node, near);
  const requirement = request.requirements.get(name);
  if (requirement?.kind !== "range") return undefined;
  const { versions, text } = requirement.range;
  if (statesIn(node, versions).length > 0) return undefined;
  const game = request.game.text;
  if (node.origin === "builtin") {
    const installed = request.installed?.find((other) => other.name === name)?.version;
    const has = installed === undefined ? `your mods.yaml says Factorio ${game}` : `this game has ${installed}`;
    return `${name}${SUBJECT}is asked for at ${text}, but ${has}`;
  }
  const [oldest, newest] = [versionOf(node, 1), versionOf(node, size)];
  if (versions.length === 0) return `${name}${SUBJECT}is asked for at ${text}, and no version is all of that`;
  const asks = isJustAsked(request, name) ? "you ask" : "your mods.yaml asks";
  // The version is omitted if it is merely too old, since it would not help the reader.
  if (versions.every(({ high }) => high < oldest.packed)) {
    return `${name}${SUBJECT}has releases for Factorio ${game}, but newer ones than ${asks} for`;
  }
  if (versions.every(({ high }) => high < newest.packed)) {
    return `${name}${SUBJECT}is asked for at ${text}, but has only older and newer releases for Factorio ${game}`;
  }
  return `${name}${SUBJECT}is asked for at ${text}, but the newest for Factorio ${game}${oldEnough(session, name)} is ${newest.text}`;
}

/** Why a mod has no candidate. */
function unavailableWords(session: Session, node: ModNode, near: ReadonlyMap<string, string>): string {
  const { world } = session;
  const { name } = node;
  switch (node.origin) {
    case "unknown": {
      const meant = near.get(name);
      return `${name}${SUBJECT}is not on the mod portal${meant === undefined ? "" : ` (${meant} is)`}`;
    }
    case "refused":
      return `${name}${SUBJECT}is ${isJustAsked(world.request, name) ? "to be left out" : "kept out by your mods.yaml"}`;
    case "no-expansion":
      return `${name}${SUBJECT}is part of the Space Age expansion, and your mods.yaml says that you do not have that`;
    case "no-such-builtin":
      return `${name}${SUBJECT}is not part of ${thisGame(world)}`;
    case "path":
      return `your own ${name}${SUBJECT}is not made for Factorio ${world.request.game.text}`;
    case "portal":
    case "builtin":
      return `${name}${SUBJECT}has ${noRelease(session, name)}`;
  }
}
