import type { Release } from "@factorio-lock/core";
import type { Case } from "./case.ts";
import { candidatesOf, stringsOf, versionOf } from "./rules/candidates.ts";
import { allows, demands, type Entry, isClear, readEntry } from "./rules/entry.ts";
import { meets } from "./rules/meets.ts";
import { SHIPPED, shippedWith } from "./rules/shipped.ts";

/** One way for a mod to be present. */
export interface Option {
  readonly name: string;
  readonly packed: number;
  /** The author's version text. */
  readonly version: string;
  /** Without unreadable strings and entries on itself: those decide whether there is such an option at all. */
  readonly dependencies: readonly Entry[];
}

/** The search space of the oracles: every mod that an answer could contain, with its options, oldest first. */
export interface World {
  readonly options: ReadonlyMap<string, readonly Option[]>;
  /** The mods that must be present: `base`, and the manifest's mods with the options that their ranges allow. */
  readonly roots: ReadonlyMap<string, readonly Option[]>;
  readonly refused: ReadonlySet<string>;
}

/** The names that the manifest asks for and that nobody knows (R7). */
export function unknownMods({ request, registry }: Case): string[] {
  const known = (name: string) =>
    registry.has(name) || SHIPPED.has(name) || shippedWith(request).has(name) || request.locked?.has(name);
  return [...request.requirements].filter(([name, { kind }]) => kind === "range" && !known(name)).map(([name]) => name);
}

/** Everything that can be reached from the manifest by demands; by recommendations too if asked. */
export function worldOf(given: Case, withRecommended = false): World {
  const { request } = given;
  const options = new Map<string, readonly Option[]>();
  const roots = new Map<string, readonly Option[]>();
  const refused = new Set<string>();
  const open = ["base"];
  for (const [name, { kind }] of request.requirements) {
    if (kind === "refused") refused.add(name);
    else open.push(name);
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (options.has(name)) continue;
    const own = optionsOf(given, name);
    options.set(name, own);
    for (const { dependencies } of own) {
      for (const entry of dependencies) {
        if (demands(entry) || (withRecommended && entry.sign === "+")) open.push(entry.name);
      }
    }
  }
  roots.set("base", options.get("base") ?? []);
  for (const [name, requirement] of request.requirements) {
    if (requirement.kind === "refused") continue;
    const own = options.get(name) ?? [];
    roots.set(
      name,
      own.filter(({ packed }) => meets(requirement, packed)),
    );
  }
  return { options, roots, refused };
}

/** The usable options of a mod, oldest first: R1, R3, R4, R6, R7, R12. */
function optionsOf({ request, registry }: Case, name: string): Option[] {
  const shipped = shippedWith(request).get(name);
  if (shipped || SHIPPED.has(name)) {
    if (!shipped || (name !== "base" && !request.expansion)) return [];
    return usable(name, shipped.version, request.game.text, shipped.dependencies);
  }
  const read = (release: Release) => usable(name, versionOf(release), release.version.text, stringsOf(release));
  return candidatesOf(request, registry, name).flatMap(read);
}

function usable(name: string, packed: number, version: string, strings: readonly string[]): Option[] {
  const read = strings.map(readEntry);
  const entries = read.filter(isClear);
  const spoilt = read.some((entry) => !isClear(entry) && demands(entry));
  const fitsItself = entries.every((entry) => entry.name !== name || allows(entry, packed));
  if (spoilt || !fitsItself) return [];
  return [{ name, packed, version, dependencies: entries.filter((entry) => entry.name !== name) }];
}
