import { editManifest, FactorioLockError, type ManifestEdit, type Upgrade } from "@factorio-lock/core";
import { applyChange, type ChangeOptions, withModDirectoryLock } from "../../modpack/apply-change.ts";
import { withMetadata } from "../../modpack/services.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { movesWhole, parseTarget, reportOf, upgradeOf } from "../../modpack/upgrade-report.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import { projectFrom } from "../../project/project.ts";
import type { UpgradeReport } from "../../result/move.ts";
import type { UpgradeResult } from "./result.ts";

/** Options of `upgrade`. */
export interface UpgradeOptions extends ChangeOptions {
  /** Leave out what cannot move. */
  readonly drop?: boolean | undefined;
}

/**
 * Moves a modpack to another game version: all of it or, with `drop`, a largest set. If not all mods can move and none may
 * be dropped, or if none can move, changes nothing and returns the report alone.
 *
 * @throws FactorioLockError USAGE for an invalid game line; what resolving, fetching and applying throw.
 */
export async function upgradeTo(context: Context, line: string, options: UpgradeOptions = {}): Promise<UpgradeResult> {
  const game = parseTarget(line);
  return withModDirectoryLock(context, options, async (project, hold) => {
    const before = await readLock(project);
    const facts = await gatherFacts(project, options);
    const network = { ...options, ...networkPlace(context, project), line: game.line };
    return withMetadata(context, network, async (metadata): Promise<UpgradeResult> => {
      const found = await upgradeOf(context, project, game, metadata, { facts, options });
      const report = reportOf(project, game, found, before?.lockfile);
      if (!movesWhole(report) && !(options.drop && report.largest.length > 0)) return report;
      const dropped = [...report.blocked.map(({ name }) => name), ...report.held.map(({ name }) => name)].sort();
      const text = editManifest(project.manifestText, MANIFEST_NAME, editsFor(game.text, found, dropped));
      const after = projectFrom(context, project, text);
      const request = requestOf(after.manifest, facts, undefined, options);
      const { lockfile, warnings, heldBack, leftOut } = await solve(context, after, request, options, metadata);
      const manifest = { from: project.manifestText, to: text };
      const change = { before, after: lockfile, warnings, heldBack, leftOut, hold, manifest };
      const result = await applyChange(context, after, change, { ...options, installed: facts.installed });
      return { ...result, ...report, dropped };
    });
  });
}

/** The edits of mods.yaml for a move. Ranges are loosened for mods that move, and for dropped ones that may move later. */
function editsFor(factorio: string, { loosened, needed }: Upgrade, dropped: readonly string[]): ManifestEdit[] {
  return [
    { kind: "set", key: "factorio", value: factorio },
    ...loosened.map(({ name, to }) => ({ kind: "set-mod", name, value: to }) as const),
    ...dropped.map((name) => ({ kind: needed.includes(name) ? "remove-mod" : "disable-mod", name }) as const),
  ];
}

/** The failure of an `upgrade` that may not drop mods, if not all can move. */
export function cannotMoveError({ to, blocked, held, largest, movable }: UpgradeReport): FactorioLockError {
  const out = [...blocked, ...held].map(({ name }) => name).sort();
  const total = blocked.length + movable.length;
  const message =
    largest.length === 0
      ? `${total === 1 ? `${out[0]}, the only mod in mods.yaml, cannot` : `None of the ${total} mods in mods.yaml can`} move to Factorio ${to}.`
      : `${out.length} of the ${total} mods in mods.yaml cannot move to Factorio ${to}: ${out.join(", ")}.`;
  const hint =
    largest.length === 0
      ? `${total === 1 ? "its author has not made it" : "their authors have not made them"} for it yet; \`factorio-lock outdated --factorio ${to}\` shows later whether ${total === 1 ? "there is a release" : "they have"}.`
      : `\`factorio-lock upgrade ${to} --drop\` moves the other ${largest.length} and keeps these in mods.yaml, disabled.`;
  return new FactorioLockError("NO_SOLUTION", message, { hint });
}
