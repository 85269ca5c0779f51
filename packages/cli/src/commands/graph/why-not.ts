import {
  candidates,
  editManifest,
  isBuiltin,
  type ModGraph,
  parseManifest,
  solve,
  whyNotGraph,
} from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import { usageError } from "../../command/usage-error.ts";
import { askedMod } from "../../modpack/asked-mod.ts";
import { nearNames, noSuchMods } from "../../modpack/near-names.ts";
import { withMetadata } from "../../modpack/services.ts";
import { gatherFacts, requestOf, type SolveOptions } from "../../modpack/solve.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import { openProject, type Project } from "../../project/project.ts";

/**
 * Draws why no release of a mod in a range can be selected. If one can, draws the mod alone, with a note.
 *
 * @param text `MOD`, `MOD@RANGE` or `MOD >= VERSION`; a locked mod without a range means its newest release for this game.
 * @throws FactorioLockError USAGE, MOD_NOT_FOUND, TOO_HARD, OFFLINE, PORTAL_*.
 */
export async function whyNot(
  context: Context,
  text: string,
  options: SolveOptions,
): Promise<{ readonly title: string; readonly picture: ModGraph }> {
  const { name, range: asked } = askedMod(text);
  if (asked === false) throw usageError("--why-not asks for a mod, not for its absence.");
  const project = await openProject(context);
  const locked = (await readLock(project))?.lockfile;
  const facts = await gatherFacts(project, options);
  const network = { ...options, ...networkPlace(context, project), line: project.manifest.factorio.line };
  return withMetadata(context, network, async (metadata) => {
    const isLocked = locked?.mods.has(name) ?? false;
    const range = asked ?? (isLocked ? await newestRange(project, metadata, name) : "*");
    const manifest = withMod(project, name, range);
    const request = requestOf(manifest, facts, locked, options, { justAsked: [name] });
    await metadata.refresh([...manifest.mods.keys(), ...(locked?.mods.keys() ?? [])]);
    if (!isBuiltin(name) && (await metadata.get(name)) === undefined) {
      throw noSuchMods(new Map([[name, await nearNames(metadata, name)]]));
    }

    const solved = await solve(request, metadata, { signal: context.signal });
    const wanted = range === "*" ? name : `${name} ${range}`;
    if (solved.kind === "unsolvable") {
      return { title: `Why not ${wanted}`, picture: whyNotGraph(solved.explanation, name) };
    }
    const chosen = solved.selection.mods.find((mod) => mod.name === name);
    const version = chosen?.release.version.text;
    const note = `Nothing stands in the way of ${wanted}${version === undefined ? "" : `: ${version} fits`}.`;
    const node = { name, kind: "release", version, requested: true, mark: "focus" } as const;
    return {
      title: `Why not ${wanted}?`,
      picture: { nodes: [node], edges: [], families: [], alone: [name], notes: [note] },
    };
  });
}

/** The newest release for this game, as a range; `*` if there is none. */
async function newestRange({ manifest }: Project, metadata: Metadata, name: string): Promise<string> {
  const info = await metadata.get(name);
  return (info && candidates(info, manifest.factorio.line).at(-1)?.version.text) ?? "*";
}

/** The manifest with a mod's requirement replaced by the range. */
function withMod(project: Project, name: string, range: string): Project["manifest"] {
  const text = editManifest(project.manifestText, MANIFEST_NAME, [{ kind: "set-mod", name, value: range }]);
  return parseManifest(text, MANIFEST_NAME);
}
