import type { ModInfo } from "@factorio-lock/core";
import { type Case, random, release, wants } from "./registry.ts";

type Releases = readonly (readonly string[])[];

function caseOf(name: string, wanted: readonly string[], mods: ReadonlyMap<string, Releases>): Case {
  const infos = [...mods].map(([mod, releases]): [string, ModInfo] => [
    mod,
    { name: mod, releases: releases.map((dependencies, at) => release(mod, `${at + 1}.0.0`, dependencies)) },
  ]);
  return { name, request: wants(Object.fromEntries(wanted.map((mod) => [mod, "*"]))), mods: new Map(infos) };
}

const number = (at: number, digits = 3): string => String(at).padStart(digits, "0");

/**
 * Random 3-SAT where about half of the formulas have an answer: 4.26 clauses for each variable. A variable is a mod with
 * two releases; a clause is one with three, each of which needs a variable to have one of its releases.
 */
export function randomSat(variables: number, seed: number): Case {
  const next = random(seed);
  const mods = new Map<string, Releases>();
  for (let at = 0; at < variables; at++) mods.set(`var-${number(at)}`, [[], []]);
  for (let clause = 0; clause < Math.round(variables * 4.26); clause++) {
    const chosen = new Set<number>();
    while (chosen.size < 3) chosen.add(Math.floor(next() * variables));
    const literals = [...chosen].map((at) => [`var-${number(at)} = ${next() < 0.5 ? 1 : 2}.0.0`]);
    mods.set(`clause-${number(clause, 4)}`, literals);
  }
  return caseOf(`random 3-SAT, ${variables} variables, seed ${seed}`, [...mods.keys()], mods);
}

/** One guest more than chairs: each guest takes a chair, and no two take the same. */
export function pigeonhole(chairs: number): Case {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
  const mods = new Map<string, Releases>();
  for (const guest of numbers(chairs + 1)) {
    const places = numbers(chairs).map((chair) => [`chair-${number(chair)} = ${guest + 1}.0.0`]);
    mods.set(`guest-${number(guest)}`, places);
  }
  const guests = [...mods.keys()];
  for (const chair of numbers(chairs))
    mods.set(
      `chair-${number(chair)}`,
      numbers(chairs + 1).map(() => []),
    );
  return caseOf(`pigeonhole, ${chairs + 1} in ${chairs}`, guests, mods);
}

/** One mod that recommends many others, which fit together or refuse each other. */
export function recommended(count: number, exclusive: boolean): Case {
  const names = Array.from({ length: count }, (_, at) => `mod-${number(at, 5)}`);
  const mods = new Map<string, Releases>([["alpha", [names.map((name) => `+ ${name}`)]]]);
  for (const name of names) {
    mods.set(name, [exclusive ? names.filter((other) => other !== name).map((other) => `! ${other}`) : []]);
  }
  const kind = exclusive ? "that exclude each other" : "that all fit";
  return caseOf(`${count.toLocaleString("en")} recommended mods ${kind}`, ["alpha"], mods);
}
