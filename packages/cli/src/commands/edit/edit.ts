import {
  editManifest,
  FactorioLockError,
  lockfileFrom,
  type ManifestChange,
  type ManifestEdit,
  manifestEdits,
} from "@factorio-lock/core";
import { applyChange, commitManifest, withModDirectoryLock } from "../../modpack/apply-change.ts";
import { askedMods } from "../../modpack/asked-mod.ts";
import { demandInManifest } from "../../modpack/demand-in-manifest.ts";
import type { EditOptions } from "../../modpack/edit-modpack.ts";
import { unlockedEdit } from "../../modpack/edited.ts";
import { namesIn, onlyDisabling, withoutMods } from "../../modpack/manifest-changes.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { withRemedies } from "../../modpack/with-remedies.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import { projectFrom } from "../../project/project.ts";
import type { ChangeResult } from "../../result/change.ts";
import { atLeastSelected, lockedGameField } from "../add/add.ts";
import { asChange } from "../add/add-help.ts";
import { SET_KEYS } from "../set/keys.ts";
import { editOf } from "../set/set.ts";

/** Several changes to the manifest, as the command line gives them. */
export interface WantedChanges {
  /** `NAME`, `NAME@RANGE` or `NAME@false`. */
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** Mods to leave out for a while. */
  readonly disable: readonly string[];
  /** Mods to ask for again. */
  readonly enable: readonly string[];
  /** `KEY=VALUE`. */
  readonly set: readonly string[];
}

/**
 * Makes several changes of the manifest as one, locks and installs.
 *
 * @throws FactorioLockError USAGE if there is no change or a change is invalid; MOD_NOT_FOUND for a mod
 *   to remove that is not in the manifest; what resolving, fetching and applying throw.
 */
export async function edit(context: Context, wanted: WantedChanges, options: EditOptions = {}): Promise<ChangeResult> {
  const { changes, edits } = splitChanges(wanted);
  return withModDirectoryLock(
    context,
    { ...options, noInstall: options.noInstall || options.noLock },
    async (project, hold) => {
      const before = await readLock(project);
      for (const name of [...wanted.remove, ...wanted.disable, ...wanted.enable]) {
        demandInManifest(project, before?.lockfile.mods.has(name) ?? false, name);
      }
      const textWith = (newest: (name: string) => string) =>
        editManifest(project.manifestText, MANIFEST_NAME, [...edits, ...manifestEdits(changes, newest)]);
      const text = textWith(() => "*");
      const open = projectFrom(context, project, text);
      if (options.noLock) {
        if (!options.dryRun) await commitManifest(context, project, text);
        return unlockedEdit(open, before?.lockfile, options.dryRun);
      }
      const facts = await gatherFacts(open, options);
      const justAsked = changes.filter(({ kind }) => kind !== "remove").flatMap(namesIn);
      const request = requestOf(open.manifest, facts, before?.lockfile, options, { justAsked });
      const { selection, lockfile, warnings, heldBack, leftOut } = await solve(context, open, request, options).catch(
        (error: unknown) => {
          const left = wanted.disable.length > 0 && wanted.remove.length === 0 ? onlyDisabling : undefined;
          throw withRemedies(error, (remedies) => remedies.map((more) => mergeChanges(changes, left?.(more) ?? more)));
        },
      );
      const manifest = { from: project.manifestText, to: textWith((name) => atLeastSelected(selection, name)) };
      const edited = projectFrom(context, project, manifest.to);
      const after = { ...lockfileFrom(edited.manifest, selection), ...lockedGameField(lockfile) };
      return applyChange(
        context,
        edited,
        { before, after, warnings, heldBack, leftOut, hold, manifest },
        { ...options, installed: facts.installed },
      );
    },
  );
}

interface SplitChanges {
  /** Changes that a remedy may overrule. */
  readonly changes: readonly ManifestChange[];
  /** Edits that no remedy changes. */
  readonly edits: readonly ManifestEdit[];
}

function splitChanges({ add, remove, disable, enable, set }: WantedChanges): SplitChanges {
  const settings = set.map(settingOf);
  const changes: ManifestChange[] = settings.flatMap(({ change }) => change ?? []);
  const edits = settings.flatMap(({ edit }) => edit ?? []);
  if (remove.length > 0) changes.push({ kind: "remove", names: remove });
  if (disable.length > 0) changes.push({ kind: "disable", names: disable });
  if (enable.length > 0) changes.push({ kind: "enable", names: enable });
  changes.push(...askedMods(add).map(asChange));
  if (changes.length + edits.length > 0) return { changes, edits };
  throw new FactorioLockError("USAGE", "edit needs something to change.", {
    hint: "for example `factorio-lock edit --remove old-mod --add new-mod`.",
  });
}

/** The keys that `set` changes, without modDirectory: `set` also trusts the folder, which `edit` does not. */
const KEYS = SET_KEYS.filter((key) => key !== "modDirectory");

/** `KEY=VALUE` as a change that a remedy may overrule, or as an edit. */
function settingOf(text: string): { readonly change?: ManifestChange; readonly edit?: ManifestEdit } {
  const [word = "", value] = text.split(/=(.*)/s);
  const key = KEYS.find((known) => known === word);
  if (key === undefined || value === undefined) {
    throw new FactorioLockError("USAGE", `edit cannot set "${text}".`, {
      hint: `it sets KEY=VALUE, where KEY is one of ${KEYS.join(", ")}.`,
    });
  }
  const edit = editOf(key, value);
  if (key === "expansion" && value === "true") return { change: { kind: "expansion" } };
  return key === "factorio" ? { change: { kind: "factorio", text: value } } : { edit };
}

/** Merges the requested changes with a remedy's. If both change the same mod, the remedy's change counts. */
function mergeChanges(changes: readonly ManifestChange[], more: readonly ManifestChange[]): ManifestChange[] {
  const named = more.flatMap(namesIn);
  const isOtherGame = more.some(({ kind }) => kind === "factorio");
  const kept = changes
    .filter(({ kind }) => kind !== "factorio" || !isOtherGame)
    .flatMap((change) => withoutMods(change, named));
  // If a remedy leaves out a mod that this command adds, not adding it is enough.
  const added = changes.flatMap((change) => ("name" in change ? [change.name] : []));
  return [...kept, ...more.flatMap((change) => ("names" in change ? withoutMods(change, added) : [change]))];
}
