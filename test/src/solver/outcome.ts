import {
  FactorioLockError,
  type ModInfoSource,
  type ResolveRequest,
  type SelectedMod,
  type Selection,
} from "@factorio-lock/core";
import type { How } from "../../../packages/core/testing/as-commands.ts";
import { changeText } from "../../../packages/core/testing/change-text.ts";
import { resolve, resolvePlainly } from "./ask.ts";
import { type Case, sourceOf } from "./case.ts";

/** The outcome of `resolve`: its answer, or the error meant for users. Any other error is a defect and rethrown. */
export type Outcome =
  | { readonly kind: "solved"; readonly selection: Selection }
  | { readonly kind: "refused"; readonly error: FactorioLockError };

/** The outcome of a case, asked as the commands ask. */
export function outcomeOf(
  given: Case,
  source: ModInfoSource = sourceOf(given.registry),
  how: How = {},
): Promise<Outcome> {
  return become(resolve(given.request, source, how));
}

/** The outcome of a case for a program that has all data at hand. */
export function plainOutcomeOf(given: Case): Promise<Outcome> {
  return become(resolvePlainly(given.request, sourceOf(given.registry)));
}

async function become(answer: Promise<Selection>): Promise<Outcome> {
  try {
    return { kind: "solved", selection: await answer };
  } catch (error) {
    if (error instanceof FactorioLockError) return { kind: "refused", error };
    throw error;
  }
}

/** The suggestions of a failure, each as commands in the notation of scenarios. */
export function suggestionsOf({ remedies }: FactorioLockError): string[] {
  return remedies.map((changes) => changes.map(changeText).join(" && "));
}

/** The same case with other words in the request. */
export function withRequest(given: Case, more: Partial<ResolveRequest>, ...without: (keyof ResolveRequest)[]): Case {
  const request = Object.fromEntries(
    Object.entries({ ...given.request, ...more }).filter(([key]) => !without.includes(key as keyof ResolveRequest)),
  );
  return { ...given, request: request as unknown as ResolveRequest };
}

/** A selection in a few words, for comparison and for the reader of a failed law. */
export function inShort({ mods, builtin }: Selection): string {
  return [...builtin, ...mods.map(({ name, release }) => `${name} ${release.version.text}`)].join(", ");
}

/** An outcome in a few words. */
export function outcomeInShort(outcome: Outcome): string {
  return outcome.kind === "solved" ? inShort(outcome.selection) : `${outcome.error.code}: ${outcome.error.message}`;
}

/** The packed versions of a selection's mods, builtins left out. */
export function versionsOf(selection: Selection): Map<string, number> {
  return new Map(selection.mods.map(({ name, release }) => [name, release.version.packed]));
}

/** The selection as a lockfile would give it back. */
export function asLocked(selection: Selection): Map<string, SelectedMod["release"]> {
  return new Map(selection.mods.filter(({ release }) => release.sha1).map(({ name, release }) => [name, release]));
}

/** The names of what a selection holds with their packed versions, builtins with 0. */
export function presentOf({ mods, builtin }: Selection): Map<string, number> {
  return new Map([...builtin.map((name) => [name, 0] as const), ...versionsOf({ mods } as Selection)]);
}

/** `solved`, or the code of the failure. */
export function verdictOf(outcome: Outcome): string {
  return outcome.kind === "solved" ? "solved" : outcome.error.code;
}
