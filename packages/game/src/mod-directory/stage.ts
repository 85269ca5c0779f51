import { accessSync, constants, lstatSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FactorioLockError, type InstallPlan, type LinkStep, type Stamp } from "@factorio-lock/core";
import { fileId, refuseIrreplaceable, stampOf, syncFolder, writeNew } from "@factorio-lock/disk";
import type { ApplyOptions } from "./apply-options.ts";
import { asideFolder, freeName, prepareAside } from "./aside.ts";
import type { Control } from "./control.ts";
import { ignoringErrors } from "./finish.ts";
import { hashFiles } from "./hash-files.ts";
import { throwIfInterrupted } from "./interrupted.ts";
import type { GameFile, Journal } from "./journal.ts";
import { createPlacer, type Placer, placePath } from "./place.ts";
import type { PlacedEntry } from "./record.ts";
import { refuseChanged } from "./refuse-changed.ts";

/** The part of a journal that lists the staged files. */
export type Staged = Pick<Journal, "staged" | "place" | "setAside" | "aside" | "lists">;

/**
 * Prepares everything that an install needs in the staging folder of the mod directory, where the game does not see it.
 * On failure or abort everything prepared is removed again.
 *
 * @throws FactorioLockError `CHECKSUM_MISMATCH`; `FAILED` if the plan no longer fits the directory; `INTERRUPTED` if
 *   the signal aborts; the system's errors
 */
export async function stage(
  control: Control,
  plan: InstallPlan,
  lists: readonly (readonly [GameFile, string | Uint8Array])[],
  options: ApplyOptions,
): Promise<Staged> {
  const { staged } = control;
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged);
  try {
    await recheck(plan, options);
    const place = new Map<string, PlacedEntry>();
    const placer = createPlacer();
    for (const [at, step] of plan.link.entries()) {
      // Yields to the event loop now and then, so that Ctrl-C is handled.
      if (at % 32 === 31) await new Promise((resolve) => setImmediate(resolve));
      throwIfInterrupted(options.signal);
      place.set(step.mod.fileName, await prepare(control, step, placer, options));
    }
    const replaced = new Map<GameFile, Stamp>();
    for (const [name, content] of lists) {
      writeNew(join(staged, name), content);
      replaced.set(name, stampOf(lstatSync(join(staged, name), { bigint: true })));
    }
    syncFolder(staged);
    throwIfInterrupted(options.signal);
    // Checked last, because all downloads happened since the plan was made.
    refuseChanged(control.directory, plan);
    accessSync(control.directory, constants.W_OK);
    refuseIrreplaceable(lists.map(([name]) => join(control.directory, name)));
    return { staged: fileId(lstatSync(staged, { bigint: true })), place, lists: replaced, ...planAside(control, plan) };
  } catch (error) {
    ignoringErrors(() => rmSync(staged, { recursive: true, force: true }));
    throw error;
  }
}

async function prepare(control: Control, step: LinkStep, placer: Placer, options: ApplyOptions): Promise<PlacedEntry> {
  const { mod } = step;
  const path = join(control.staged, mod.fileName);
  if (mod.kind === "archive") {
    const source = options.archivePath(mod.sha1);
    const method = await placer(source, path).catch((error: unknown) => {
      if (lstatSync(source, { throwIfNoEntry: false })) throw error;
      const hint = "run the command again, so that it is downloaded.";
      throw new FactorioLockError("FAILED", `${mod.fileName} is no longer in the cache (${source}).`, { hint });
    });
    options.onEvent?.({ kind: "prepared", fileName: mod.fileName, method });
    return { kind: "archive", ...stampOf(lstatSync(path, { bigint: true })), sha1: mod.sha1 };
  }
  const method = placePath(mod.target, path, mod.copy);
  options.onEvent?.({ kind: "prepared", fileName: mod.fileName, method });
  const stamp = stampOf(lstatSync(path, { bigint: true }));
  if (method === "link") return { kind: "link", ...stamp, target: mod.target };
  return { kind: "copy", ...stamp, fingerprint: mod.fingerprint };
}

/**
 * Checks the store's copies of archives that were changed in the mod directory: a hard link makes them the same file.
 */
async function recheck(plan: InstallPlan, options: ApplyOptions): Promise<void> {
  const mods = plan.link.flatMap(({ mod, recheck }) => (recheck && mod.kind === "archive" ? [mod] : []));
  const paths = mods.map(({ sha1 }) => options.archivePath(sha1));
  const hashes = await hashFiles(paths, options.signal ? { signal: options.signal } : {});
  const changed = mods.filter(({ sha1 }, at) => hashes[at] !== sha1);
  if (changed.length === 0) return;
  const files = changed.map(({ fileName }) => fileName).join(", ");
  const message = `The cache's copy of ${files} was changed, too: it is no longer what the lockfile says.`;
  throw new FactorioLockError("CHECKSUM_MISMATCH", message, {
    hint: "run `factorio-lock cache verify`, which removes it, and install again.",
  });
}

function planAside(control: Control, plan: InstallPlan): Pick<Journal, "setAside" | "aside"> {
  const replaced = plan.link.flatMap(({ mod, setsAside }) => (setsAside ? [mod.fileName] : []));
  const fileNames = [...plan.setAside.map(({ fileName }) => fileName), ...replaced];
  const setAside = new Map<string, string>();
  if (fileNames.length === 0) return { setAside, aside: "beside" };
  const aside = prepareAside(control);
  const taken = new Set<string>();
  for (const fileName of fileNames) {
    const name = freeName(asideFolder(control, aside), fileName, taken);
    taken.add(name);
    setAside.set(fileName, name);
  }
  return { setAside, aside };
}
