import type { Warning } from "../error.ts";
import type { DesiredMod, DesiredState } from "./desired-state.ts";
import type { DirectoryMod, DirectoryState } from "./directory-state.ts";
import type { Conflict, InstallPlan, KeptMod, LinkStep } from "./install-plan.ts";
import { plannedModList, sameModList, switches } from "./planned-mod-list.ts";

/**
 * Plans the steps from the actual to the desired contents of a mod directory.
 *
 * A file that this program did not place is never removed. It is disabled with the warning `UNMANAGED_MOD`, or set
 * aside if `prune` is given. If it is in the way of a locked mod and must not be set aside, it is a conflict; if it has
 * exactly the locked content, it is kept. Every case: docs/mod-directory.md, "Which files are ours".
 */
export function planInstall(desired: DesiredState, observed: DirectoryState): InstallPlan {
  const fold = observed.foldsCase ? (fileName: string) => fileName.toLowerCase() : (fileName: string) => fileName;
  const presentAt = new Map(observed.present.map((present) => [fold(present.fileName), present]));
  const desiredAt = new Map<string, DesiredMod>();
  const keep: KeptMod[] = [];
  const link: LinkStep[] = [];
  const setAside: DirectoryMod[] = [];
  const conflicts: Conflict[] = [];
  const warnings: Warning[] = [];

  for (const mod of desired.mods) {
    const place = fold(mod.fileName);
    if (desiredAt.has(place)) conflicts.push({ mod: mod.name, fileName: mod.fileName, kind: "same-file" });
    desiredAt.set(place, mod);
    const present = presentAt.get(place);
    if (!present) {
      link.push({ mod, replaces: undefined, setsAside: false, recheck: false });
    } else if (present.fileName === mod.fileName && isAsDesired(mod, present)) {
      keep.push({ mod, present });
    } else if (present.placed === undefined && !desired.prune) {
      conflicts.push({ mod: mod.name, fileName: present.fileName, kind: "other-content" });
    } else {
      const setsAside = present.placed === undefined || present.placed === "exchanged";
      link.push({ mod, replaces: present, setsAside, recheck: present.placed === "altered" });
      if (present.placed === "exchanged") warnings.push(exchangedWarning(mod, present));
    }
  }

  const remove: DirectoryMod[] = [];
  const unmanagedMods: DirectoryMod[] = [];
  const locked = new Map(desired.mods.map((mod) => [mod.name, mod]));
  const sources = new Set(desired.mods.map((mod) => (mod.kind === "path" ? mod.target : undefined)));
  for (const present of observed.present) {
    // The target of a path mod's link may itself be in this folder, under another name.
    if (desiredAt.has(fold(present.fileName)) || sources.has(present.path)) continue;
    if (present.placed === "intact") {
      remove.push(present);
    } else if (desired.prune) {
      setAside.push(present);
    } else {
      const mod = locked.get(present.name);
      const isBuiltin = desired.builtins.get(present.name) === true;
      if (isBuiltin || (mod && shadows(mod, present))) {
        conflicts.push({ mod: present.name, fileName: present.fileName, kind: "shadows" });
      } else {
        unmanagedMods.push(present);
        warnings.push(unmanagedWarning(present, mod));
      }
    }
  }

  warnings.push(...caseTwins(desired, observed));
  if (observed.gameIsRunning) warnings.push(GAME_RUNNING);
  const modList = plannedModList(desired, unmanagedMods);
  const modListChanges = !sameModList(modList, observed.modList);
  const isUnfinished = observed.interrupted || observed.unrecorded;
  const changes = modListChanges || isUnfinished || link.length + remove.length + setAside.length > 0;
  const onUnlessListed = new Set(unmanagedMods.map(({ name }) => name));
  const { enable, disable } = switches(modList, observed.modList ?? [], onUnlessListed);
  return { keep, link, remove, setAside, enable, disable, modList, modListChanges, conflicts, warnings, changes };
}

function isAsDesired(mod: DesiredMod, present: DirectoryMod): boolean {
  if (mod.kind === "archive") return present.kind === "archive" && present.sha1 === mod.sha1;
  // The original of a path mod may be in the mod directory itself.
  if (present.path === mod.target) return true;
  if (present.target !== undefined) return !mod.copy && present.target === mod.target;
  return present.fingerprint === mod.fingerprint;
}

/** Whether the game would load `present` although the mod list names `mod`. Source: docs/factorio.md, 4.1. */
function shadows(mod: DesiredMod, present: DirectoryMod): boolean {
  const isLinkedFolder = mod.fileName === mod.name;
  if (isLinkedFolder) return false;
  if (present.unversioned) return true;
  return present.version === undefined || present.version.packed === mod.version.packed;
}

/**
 * Warns of locked mods whose file names differ only in case: they work here, but not on a file system that ignores
 * case.
 */
function caseTwins(desired: DesiredState, observed: DirectoryState): Warning[] {
  if (observed.foldsCase) return [];
  const seen = new Map<string, string>();
  return desired.mods.flatMap((mod): Warning[] => {
    const folded = mod.fileName.toLowerCase();
    const twin = seen.get(folded);
    seen.set(folded, mod.name);
    if (twin === undefined) return [];
    const message = `${twin} and ${mod.name} differ only in case: on Windows and macOS they cannot be installed together.`;
    return [{ code: "CASE_TWINS", message, mod: mod.name }];
  });
}

function unmanagedWarning(present: DirectoryMod, mod: DesiredMod | undefined): Warning {
  const what = `${present.fileName} was not placed by factorio-lock`;
  const message = mod
    ? `${what}. It stays, and the mod list picks version ${mod.version.text} of ${present.name}.`
    : `${what}. It stays, disabled.`;
  return { code: "UNMANAGED_MOD", message, mod: present.name };
}

function exchangedWarning(mod: DesiredMod, { fileName }: DirectoryMod): Warning {
  const message = `${fileName} had been exchanged for another file. It was replaced; the other file is set aside.`;
  return { code: "EXCHANGED_FILE", message, mod: mod.name };
}

const GAME_RUNNING: Warning = {
  code: "GAME_RUNNING",
  message: "The game seems to be running. It rewrites mod-list.json when it ends: close it and install again.",
};
