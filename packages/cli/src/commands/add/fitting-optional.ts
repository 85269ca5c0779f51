import {
  ANY_RANGE,
  dependencyStrings,
  FactorioLockError,
  isBuiltin,
  isUnreadable,
  parseDependency,
  resolve,
} from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import type { AskedMod } from "../../modpack/asked-mod.ts";
import { type Facts, requestOf, type Solved, type SolveOptions } from "../../modpack/solve.ts";
import type { Context } from "../../project/context.ts";
import type { Project } from "../../project/project.ts";
import type { OptionalMod } from "./result.ts";

/** The maximum number of mods that are tried: nobody reads a longer list. */
const MAX_TRIES = 20;

/** The step budget of each try: a mod whose try exceeds it is not offered. */
const BUDGET = 50_000;

/**
 * Finds the absent optional dependencies of the added mods that would fit without changing another locked release. Each is
 * tried together with those found before, so that all of them fit at once.
 */
export async function fittingOptional(
  context: Context,
  project: Project,
  metadata: Metadata,
  solved: Solved,
  added: readonly AskedMod[],
  facts: Facts,
  options: SolveOptions,
): Promise<OptionalMod[]> {
  const { lockfile } = solved;
  const optional = optionalDependencies(solved, added).filter(
    ({ name }) => !lockfile.mods.has(name) && !project.manifest.mods.has(name) && !isBuiltin(name),
  );
  const fitting: OptionalMod[] = [];
  const requirements = new Map([...lockfile.requirements]);
  metadata.prefetch?.(optional.map(({ name }) => name));
  for (const { name, of } of optional.slice(0, MAX_TRIES)) {
    const info = await metadata.get(name).catch(() => undefined);
    context.signal.throwIfAborted();
    if (!info || info.deprecated) continue;
    const wider = new Map([...requirements, [name, { kind: "range", range: ANY_RANGE }] as const]);
    const request = requestOf(
      project.manifest,
      facts,
      lockfile,
      { ...options, recommended: false },
      { requirements: wider },
    );
    const tried = { ...request, budget: BUDGET };
    const selection = await resolve(tried, metadata, { signal: context.signal }).catch((error: unknown) => {
      context.signal.throwIfAborted();
      if (error instanceof FactorioLockError) return undefined;
      throw error;
    });
    const release = selection?.mods.find((mod) => mod.name === name)?.release;
    const stays = [...lockfile.mods].every(([other, { version }]) =>
      selection?.mods.some((mod) => mod.name === other && mod.release.version.packed === version.packed),
    );
    if (!release || !stays) continue;
    requirements.set(name, { kind: "range", range: ANY_RANGE });
    fitting.push({
      name,
      version: release.version.text,
      title: info.title === undefined ? null : context.redactor.redact(info.title),
      of,
    });
  }
  return fitting;
}

function optionalDependencies({ selection }: Solved, added: readonly AskedMod[]): { name: string; of: string }[] {
  const asked = new Set(added.map(({ name }) => name));
  const optional = new Map<string, string>();
  for (const { name, release } of selection.mods) {
    if (!asked.has(name)) continue;
    for (const text of dependencyStrings(release)) {
      const dependency = parseDependency(text);
      if (!isUnreadable(dependency) && dependency.kind === "optional" && !optional.has(dependency.name)) {
        optional.set(dependency.name, name);
      }
    }
  }
  return [...optional].map(([name, of]) => ({ name, of }));
}
