import { listOf } from "../../text/list-of.ts";
import type { Version } from "../../version/version.ts";
import { formatPacked } from "../../version/version.ts";
import { count, type IndexSet, interval, isSingle, isSubset, members } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { isJustAsked } from "./order.ts";
import type { ResolveRequest } from "./request.ts";

/** The version of a candidate, as its author wrote it. */
export function versionOf(node: ModNode, state: number): Version {
  const packed = node.packed[state - 1]!;
  return node.releases[state - 1]?.version ?? { text: formatPacked(packed), packed };
}

/** Every candidate of a mod. */
export function allOf(node: ModNode): IndexSet {
  return interval(1, node.size);
}

/** The most runs of consecutive versions that are listed; more are only counted. */
const MOST_RUNS = 4;

/**
 * The shortest words that identify the candidates among those that exist: `1.5.2`, `1.5 or newer`, `1.2 to 1.4 or 2.0`;
 * empty for all candidates.
 */
export function range(node: ModNode, states: IndexSet, joint: "or" | "and" = "or"): string {
  if (isSubset(allOf(node), states)) return "";
  const alone = states.length === 2;
  const stretches: string[] = [];
  for (let at = 0; at < states.length; at += 2) {
    const low = states[at]!;
    const high = states[at + 1]!;
    const from = versionOf(node, low).text;
    const to = versionOf(node, high).text;
    if (low === high) stretches.push(from);
    else if (alone && high === node.size) stretches.push(`${from} ${joint} newer`);
    else if (alone && low === 1) stretches.push(`${to} ${joint} older`);
    else stretches.push(`${from} to ${to}`);
  }
  if (stretches.length <= MOST_RUNS) return listOf(stretches, joint);
  const shown = members(states).slice(-3).reverse();
  return `${listOf(
    shown.map((state) => versionOf(node, state).text),
    joint,
  )} ${joint} one of ${count(states) - 3} others`;
}

/** Candidates as the subject of a sentence, and whether the verb is plural. */
export function subject(node: ModNode, states: IndexSet): { readonly words: string; readonly plural: boolean } {
  if (node.origin === "path") return { words: `your own ${node.name}`, plural: false };
  if (node.origin === "builtin") return { words: node.name, plural: false };
  if (node.size > 1 && isSubset(allOf(node), states)) return { words: `every release of ${node.name}`, plural: false };
  if (isSingle(states) || node.size === 1)
    return { words: `${node.name} ${versionOf(node, states[0]!).text}`, plural: false };
  return { words: `${node.name} ${range(node, states, "and")}`, plural: true };
}

/** Candidates as the object of a sentence: `B`, `B 1.5 or newer`. */
export function object(node: ModNode, states: IndexSet): string {
  const words = range(node, states);
  return words === "" || node.origin === "builtin" ? node.name : `${node.name} ${words}`;
}

/** Who asks for a mod (the manifest, or the user in the failed command), as the start of a clause. */
export function whoAsks(request: ResolveRequest, name: string, also = ""): string {
  return isJustAsked(request, name) ? `you ${also}ask for` : `your mods.yaml ${also}asks for`;
}

/** Who keeps a mod out, as a clause with the object `it`, or without an object after "which". */
export function whoRefuses(request: ResolveRequest, name: string, it = ""): string {
  const object = it === "" ? "" : ` ${it}`;
  return isJustAsked(request, name) ? `you want to keep${object} out` : `your mods.yaml keeps${object} out`;
}

/** Turns a clause into a sentence, with a capital letter and a full stop. A mod's name is never capitalised. */
export function sentence(text: string): string {
  const begins = /^(?:your?|every|the|so|no|it|as) /.test(text);
  return `${begins ? text[0]?.toUpperCase() + text.slice(1) : text}.`;
}
