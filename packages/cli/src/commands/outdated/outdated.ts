import { outdated as findOutdated, type OutdatedMod, readyAgain } from "@factorio-lock/core";
import { withMetadata } from "../../modpack/services.ts";
import { gatherFacts, requestOf, type SolveOptions } from "../../modpack/solve.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { openProject } from "../../project/project.ts";
import type { OutdatedEntry, OutdatedResult } from "./result.ts";

/** Finds mods with newer releases. @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID, OFFLINE, PORTAL_*. */
export async function outdated(context: Context, options: SolveOptions = {}): Promise<OutdatedResult> {
  const project = await openProject(context);
  const { lockfile } = await demandLock(project);
  const facts = await gatherFacts(project, options);
  const request = requestOf(project.manifest, facts, lockfile, options);
  const { manifest } = project;
  return withMetadata(
    context,
    { ...options, ...networkPlace(context, project), line: manifest.factorio.line },
    async (metadata) => {
      await metadata.refresh([...manifest.mods.keys(), ...lockfile.mods.keys()]);
      const mods = await findOutdated(request, lockfile, metadata, { signal: context.signal });
      const ready = await readyAgain(request, metadata, { signal: context.signal });
      return {
        factorio: manifest.factorio.text,
        mods: mods.map(entry),
        ready: ready.map(({ name, version }) => ({ name, from: null, version: version.text })),
      };
    },
  );
}

function entry({ name, current, newestFitting, newest, heldBackBy }: OutdatedMod): OutdatedEntry {
  return { name, current: current.text, newestFitting: newestFitting?.text ?? null, newest: newest.text, heldBackBy };
}
