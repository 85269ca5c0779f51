import { type Dependency, isDemand } from "../../dependency/dependency.ts";
import type { Warning } from "../../error.ts";
import { compareNames } from "../../mod/mod-name.ts";
import type { Version } from "../../version/version.ts";
import type { Present } from "../facts/cycles.ts";
import { entriesAbout } from "../facts/mentions.ts";
import type { Reader } from "../session/reader.ts";
import type { Session } from "../session/session.ts";
import { keptRelease, type World, withdrawnRelease } from "../session/world.ts";
import type { ChangedRelease, Selection } from "./selection.ts";

/** Converts a search's answer to a Selection, with warnings about the selected releases. */
export function select(
  { world, reader }: Session,
  present: readonly Present[],
  skipped: readonly Warning[],
  heldBack: Selection["heldBack"],
): Selection {
  const byName = [...present].sort((a, b) => compareNames(a.node.name, b.node.name));
  const mods = byName.filter(({ node }) => node.origin !== "builtin");
  return {
    mods: mods.map(({ node, state }) => ({
      name: node.name,
      release: node.releases[state - 1]!,
      requested: world.request.requirements.has(node.name),
    })),
    builtin: byName.filter(({ node }) => node.origin === "builtin").map(({ node }) => node.name),
    minimumFactorio: minimumFactorio(world, mods),
    warnings: [...mods.flatMap((mod) => warningsOf(world, reader, mod)), ...skipped],
    changed: mods.flatMap((mod) => changedRelease(world, mod) ?? []),
    heldBack,
  };
}

/**
 * The highest lower bound that a required dependency of a selected release sets for a builtin mod. Source:
 * docs/rules.md, R4.
 */
function minimumFactorio({ builtins }: World, mods: readonly Present[]): Version | undefined {
  let highest: Version | undefined;
  for (const { node, state } of mods) {
    for (const name of builtins.keys()) {
      for (const entry of entriesAbout(node.mentions, name, [state, state])) {
        if (!isDemand(entry.kind) || !hasLowerEnd(entry)) continue;
        const { version } = entry.constraint as { version: Version };
        if (!highest || version.packed > highest.packed) highest = version;
      }
    }
  }
  return highest;
}

function hasLowerEnd({ constraint }: Dependency): boolean {
  return constraint !== undefined && !constraint.operator.startsWith("<");
}

function changedRelease({ request }: World, { node, state }: Present): ChangedRelease | undefined {
  const kept = keptRelease(request, node.name);
  const { version, sha1 } = node.releases[state - 1]!;
  if (!sha1 || !kept?.sha1 || kept.sha1 === sha1 || kept.version.packed !== version.packed) return undefined;
  return { name: node.name, version, locked: kept.sha1, listed: sha1 };
}

function warningsOf(world: World, reader: Reader, { node, state }: Present): Warning[] {
  const mod = node.name;
  const info = reader.info(mod);
  const { version, sha1 } = node.releases[state - 1]!;
  const locked = world.request.locked?.get(mod);
  const warnings: Warning[] = [];
  if (info?.deprecated) {
    warnings.push({ code: "DEPRECATED_MOD", mod, message: `${mod} is deprecated: its author no longer maintains it.` });
  }
  if (node.origin === "portal" && withdrawnRelease(world, mod, info)?.version.packed === version.packed) {
    const message = `${mod} ${version.text} is no longer on the mod portal: it stays because the lockfile has it.`;
    warnings.push({ code: "RELEASE_WITHDRAWN", mod, message });
  }
  const isOther = sha1 && locked?.sha1 && locked.sha1 !== sha1 && locked.version.packed === version.packed;
  if (isOther && !keptRelease(world.request, mod)) {
    const message = `${mod} ${version.text} was replaced on the mod portal: its file is another than the one in the lockfile.`;
    warnings.push({ code: "RELEASE_REPLACED", mod, message });
  }
  for (const { text, fault } of node.unreadable[state - 1] ?? []) {
    const message = `${mod} ${version.text} has a dependency that cannot be read, "${text}": ${fault}.`;
    warnings.push({ code: "UNREADABLE_DEPENDENCY", mod, message });
  }
  for (const { text, oddity } of node.dependencies[state - 1] ?? []) {
    if (oddity === undefined) continue;
    const message = `${mod} ${version.text} has an odd dependency, "${text}": ${oddity}.`;
    warnings.push({ code: "ODD_DEPENDENCY", mod, message });
  }
  return warnings;
}
