import { FactorioLockError } from "@factorio-lock/core";
import { resolve } from "../../../test/src/solver/ask.ts";
import type { Case } from "./registry.ts";

/** How long a task took. */
export interface Time {
  /** Milliseconds on the clock. */
  readonly wall: number;
  /** Milliseconds of processor time: the one to look at when the machine has other work. */
  readonly cpu: number;
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs a task several times; the medians, and what the last run returned. */
export async function measure<T>(rounds: number, task: () => T | Promise<T>): Promise<Time & { readonly result: T }> {
  const walls: number[] = [];
  const cpus: number[] = [];
  let result: T | undefined;
  for (let round = 0; round < rounds; round++) {
    const cpuBefore = process.cpuUsage();
    const before = performance.now();
    result = await task();
    walls.push(performance.now() - before);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpus.push((user + system) / 1000);
  }
  return { wall: median(walls), cpu: median(cpus), result: result as T };
}

/** Resolves a case; how many mods the answer has, or the code of the error. */
export async function verdict({ request, mods }: Case): Promise<string> {
  try {
    const { mods: chosen } = await resolve(request, { get: async (name) => mods.get(name) }, { atOnce: true });
    return `${chosen.length} mods`;
  } catch (error) {
    if (error instanceof FactorioLockError) return error.code;
    throw error;
  }
}
