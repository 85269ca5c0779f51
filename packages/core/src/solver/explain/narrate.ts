import { compareNames } from "../../mod/mod-name.ts";
import { listOf } from "../../text/list-of.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { isJustAsked } from "../request/order.ts";
import { sentence, whoAsks } from "../request/words.ts";
import { conclusionWords } from "./conclusion-words.ts";
import { factWords } from "./fact-words.ts";
import { isLonger } from "./is-longer.ts";
import type { UnsatisfiableCore } from "./unsatisfiable-core.ts";

/** A derivation in sentences. */
export interface Story {
  readonly lines: readonly string[];
  /** How many of them carry a number. */
  readonly numbered: number;
  /** Whether it lists facts instead of steps. */
  readonly isList?: boolean;
}

/**
 * Explains an unsatisfiable core in sentences: first the manifest's requests, then the conclusions step by step down to
 * the contradiction. A sentence that is referred to later gets a number.
 *
 * @param before earlier stories, whose sentences are not repeated.
 */
export function narrate(core: UnsatisfiableCore, before: readonly Story[] = []): Story {
  if (isLonger(core.proof, MOST_LINES)) return listFacts(core, before);
  const conclusions = topologicalOrder(core.proof);
  const story = tellSteps(core, conclusions, before);
  return story.lines.length > MOST_LINES ? listFacts(core, before) : story;
}

/** The most lines of a story; a longer one would be harder to follow than the bare facts. */
const MOST_LINES = 40;

/** The most facts that are listed; the rest are only counted. */
const MOST_FACTS = 30;

/** Lists only the facts, for a proof with too many cases to walk through. */
function listFacts(core: UnsatisfiableCore, before: readonly Story[]): Story {
  const { session, facts } = core;
  const name = ({ terms }: Incompatibility): string => session.search.nodes[terms[0]!.mod]!.name;
  const listed = facts.filter(({ cause }) => !WITHOUT_SENTENCE.has(cause.kind));
  // A second long list would bury the new facts.
  const most = before.some(({ isList }) => isList) && listed.length > MOST_FACTS ? 0 : MOST_FACTS;
  const written = listed
    .sort((a, b) => compareNames(name(a), name(b)))
    .slice(0, most)
    .map((fact) => sentence(factWords(session, fact)));
  const unwritten = listed.length - written.length;
  const lines = [...requests(core, before), ...written];
  if (unwritten > 0) lines.push(`There are ${unwritten} ${most > 0 ? "more " : ""}facts of this kind.`);
  lines.push(`No choice of releases meets all of this. ${conclusionOf(core)}.`);
  return { lines, numbered: 0, isList: true };
}

function tellSteps(core: UnsatisfiableCore, conclusions: readonly Incompatibility[], before: readonly Story[]): Story {
  const { session } = core;
  const uses = countUses(conclusions);
  const lines = requests(core, before);
  const asks = lines.length;
  const written = new Set(before.flatMap((story) => story.lines));
  const numbersBefore = before.reduce((sum, { numbered }) => sum + numbered, 0);
  const numbers = new Map<Incompatibility, number>();
  const said = new Set<Incompatibility>();

  const mark = (item: Incompatibility): string => {
    if ((uses.get(item) ?? 0) < 2) return "";
    numbers.set(item, numbersBefore + numbers.size + 1);
    return ` (${numbers.get(item)})`;
  };
  const say = (item: Incompatibility, words: string, previous: Incompatibility | undefined): void => {
    const number = numbers.get(item);
    if (!said.has(item)) {
      const line = `${sentence(words)}${mark(item)}`;
      if (!written.has(line)) lines.push(line);
    } else if (number !== undefined && item !== previous) lines.push(sentence(`as (${number}) says, ${words}`));
    said.add(item);
  };

  conclusions.forEach((conclusion, at) => {
    for (const item of premises(conclusion)) {
      if (item.cause.kind === "learned") say(item, conclusionWords(session, item), conclusions[at - 1]);
      else if (!WITHOUT_SENTENCE.has(item.cause.kind)) say(item, factWords(session, item), undefined);
    }
    said.add(conclusion);
    const last = at === conclusions.length - 1;
    lines.push(last ? `${conclusionOf(core)}.` : `So ${conclusionWords(session, conclusion)}.${mark(conclusion)}`);
  });
  // A request's own line may already say why it cannot be met.
  const saysWhy = lines.slice(0, asks).some((line) => /, (?:but|which) /.test(line) && !written.has(line));
  const nothingNew = before.length > 0 && lines.length === asks + 1 && !saysWhy;
  return { lines: nothingNew ? [`${conclusionOf(core)} either.`] : lines, numbered: numbers.size };
}

/** Causes that are stated at the start or need no sentence. */
const WITHOUT_SENTENCE: ReadonlySet<string> = new Set(["manifest", "always", "assumed"]);

/** The premises of a conclusion in logical order, load-order cycles last. */
function premises({ cause }: Incompatibility): Incompatibility[] {
  if (cause.kind !== "learned") return [];
  const all = [...new Set([...cause.steps.map((step) => step.with).reverse(), cause.first])];
  const isCycle = (item: Incompatibility): boolean => item.cause.kind === "cycle";
  return [...all.filter((item) => !isCycle(item)), ...all.filter(isCycle)];
}

/**
 * The conclusions of a derivation in topological order: each after those that it follows from. The last is the proof
 * itself.
 */
function topologicalOrder(proof: Incompatibility): Incompatibility[] {
  const done = new Set<Incompatibility>();
  const order: Incompatibility[] = [];
  const stack: { readonly item: Incompatibility; readonly open: Incompatibility[] }[] = [
    { item: proof, open: premises(proof) },
  ];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const next = top.open.shift();
    if (next === undefined) {
      stack.pop();
      if (!done.has(top.item)) order.push(top.item);
      done.add(top.item);
    } else if (next.cause.kind === "learned" && !done.has(next)) stack.push({ item: next, open: premises(next) });
  }
  return order;
}

/** How often each premise is used, plus one for a conclusion that is not used immediately after it was reached. */
function countUses(conclusions: readonly Incompatibility[]): Map<Incompatibility, number> {
  const uses = new Map<Incompatibility, number>();
  conclusions.forEach((conclusion, at) => {
    for (const item of premises(conclusion)) {
      const far = item.cause.kind === "learned" && item !== conclusions[at - 1] ? 1 : 0;
      uses.set(item, (uses.get(item) ?? 0) + 1 + far);
    }
  });
  return uses;
}

/**
 * The requests in an unsatisfiable core: first the manifest's, then the user's. Each mod is named once, and plain
 * requests share a sentence.
 */
function requests(core: UnsatisfiableCore, before: readonly Story[]): string[] {
  const { request } = core.session.world;
  const plain = new Map<string, string[]>();
  const others: string[] = [];
  const rank = (name: string): number => (isJustAsked(request, name) ? 1 : 0);
  for (const [name, words] of [...requested(core)].sort(([one], [other]) => rank(one) - rank(other))) {
    const rest = words.slice(whoAsks(request, name).length + 1);
    const asks = whoAsks(request, name, before.length > 0 ? "also " : "");
    if (/, (?:but|which) /.test(rest)) others.push(sentence(words));
    else plain.set(asks, [...(plain.get(asks) ?? []), rest]);
  }
  return [...[...plain].map(([asks, rests]) => sentence(`${asks} ${listOf(rests)}`)), ...others];
}

/** The requested mods of a core, in name order, each with the most detailed words for its request. */
function requested({ session, facts, asked }: UnsatisfiableCore): ReadonlyMap<string, string> {
  const words = new Map(asked.map((name) => [name, ""]));
  for (const fact of facts) {
    if (fact.cause.kind !== "manifest") continue;
    const { name } = session.search.nodes[fact.terms[0]!.mod]!;
    const text = factWords(session, fact);
    if (text.length > (words.get(name) ?? "").length) words.set(name, text);
  }
  return words;
}

/** The last sentence, without its full stop: which mods cannot be installed. */
function conclusionOf({ session, facts, asked }: UnsatisfiableCore): string {
  const wanted = facts.find(({ cause }) => cause.kind === "assumed" && cause.why === "wanted");
  if (wanted) return `So ${factWords(session, wanted)} cannot be used`;
  if (asked.length === 0) return "So there is no answer";
  return `So ${listOf(asked)} cannot be installed${asked.length > 1 ? " together" : ""}`;
}
