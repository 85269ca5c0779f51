import { type WhyChain, type WhyStep, whyMod } from "@factorio-lock/core";
import type { Context } from "../project/context.ts";
import { demandLock } from "../project/lock.ts";
import { lockedPlace } from "../project/place.ts";
import { demandLocked } from "./demand-locked.ts";

/** Why a mod is there. */
export interface WhyResult {
  readonly mod: string;
  /** Absent for a builtin mod. */
  readonly version: string | null;
  /** From the manifest down to the mod, the shortest first. */
  readonly chains: readonly WhyChain[];
}

/** @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; MOD_NOT_FOUND for a mod that is not locked. */
export async function why(context: Context, name: string): Promise<WhyResult> {
  const { lockfile } = await demandLock(lockedPlace(context));
  demandLocked(lockfile, name);
  return { mod: name, version: lockfile.mods.get(name)?.version.text ?? null, chains: joined(whyMod(lockfile, name)) };
}

/** Chains over the same mods as one: what several dependency strings ask of a mod stands together. */
function joined(chains: readonly WhyChain[]): WhyChain[] {
  const ways = new Map<string, WhyChain>();
  for (const chain of chains) {
    const key = chain.map(({ name }) => name).join("\n");
    const there = ways.get(key);
    ways.set(key, there ? there.map((step, at) => both(step, chain[at])) : chain);
  }
  return [...ways.values()];
}

function both(step: WhyStep, other: WhyStep | undefined): WhyStep {
  const [one, two] = [step.edge.constraint, other?.edge.constraint];
  if (one === two || two === undefined) return step;
  const constraint = one === undefined ? two : `${one}, ${two}`;
  return { ...step, edge: { ...step.edge, constraint } };
}
