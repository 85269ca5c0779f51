import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder, renameOverSync, writeNew } from "@factorio-lock/disk";
import type { Context } from "../context.ts";
import { isWithin, realPath } from "../real-place.ts";
import { stateDirectory } from "./state-directory.ts";
import { isSameState, type ProjectTexts, parseStep, type Step, type WrittenSettings, withSettings } from "./step.ts";

/** How many changes of a modpack are kept. Source: docs/commands.md, "undo". */
export const KEPT_STEPS = 50;

/** A larger file cannot be ours. */
const MAX_BYTES = 64_000_000;

/**
 * The folder with the history of a modpack, named after the modpack's real path. Undefined if this user has no state folder,
 * or if that is inside the modpack, so that the history may have come with it.
 */
export function historyFolder(context: Context, root: string): string | undefined {
  const base = stateDirectory(context);
  if (base === undefined) return undefined;
  try {
    const real = realpathSync(root);
    if (isWithin(real, realPath(base))) return undefined;
    return join(base, "history", createHash("sha256").update(real).digest("hex").slice(0, 32));
  } catch {
    return undefined;
  }
}

/**
 * The kept changes of a modpack, the oldest first. A pending change, whose command was killed, is included if it was made.
 *
 * @param now the modpack's current texts
 */
export function readSteps(folder: string, now: ProjectTexts): Step[] {
  return stepFiles(folder).flatMap((name): Step[] => {
    const path = join(folder, name);
    const step = readStep(path);
    return step && (!isPending(name) || wasMade(step, now)) ? [step] : [];
  });
}

/** Whether a pending change was made. If mods.yaml was edited since, the lockfile decides. */
function wasMade({ before, after }: Step, now: ProjectTexts): boolean {
  return !isSameState(before, now) && (now.lock !== before.lock || after.lock === before.lock);
}

/** The kept changes, plus one for what was changed by hand or by other programs since the last. */
export function stepsUntil(folder: string, now: ProjectTexts, time: string): readonly Step[] {
  const steps = readSteps(folder, now);
  const since = changeSince(steps.at(-1), now, time);
  return since ? [...steps, since] : steps;
}

/** Changes of a modpack since its last kept one, as one change; undefined if there are none. */
export function changeSince(last: Step | undefined, now: ProjectTexts, time: string): Step | undefined {
  if (!last || isSameState(last.after, now)) return undefined;
  const kind = last.after.lock === now.lock ? "hand" : "outside";
  return { kind, time, command: [], before: last.after, after: now };
}

/** A recorded step whose change is in progress. */
export interface OpenStep {
  /** To call when the change was made. */
  done(): void;
  /** To call when nothing was changed. */
  failed(): void;
}

/**
 * Records steps before the change of the last one is made, so that a command that is killed meanwhile leaves both the state
 * before and the intended one.
 *
 * @param now the modpack's current texts
 * @throws the system's errors
 */
export function openStep(folder: string, now: ProjectTexts, steps: readonly Step[]): OpenStep {
  makePrivateFolder(folder);
  settlePending(folder, now);
  const names = stepFiles(folder);
  let number = Number.parseInt(names.at(-1) ?? "0", 10);
  let pending = "";
  for (const [at, step] of steps.entries()) {
    number += 1;
    const isLast = at === steps.length - 1;
    pending = join(folder, `${String(number).padStart(8, "0")}${isLast ? PENDING : ""}.json`);
    writeNew(pending, JSON.stringify(step), 0o600);
  }
  for (const name of [...names].slice(0, Math.max(0, names.length + steps.length - KEPT_STEPS))) {
    rmSync(join(folder, name), { force: true });
  }
  return {
    done: () => renameOverSync(pending, pending.replace(`${PENDING}.json`, ".json")),
    failed: () => rmSync(pending, { force: true }),
  };
}

/**
 * Adds a coming change of mod-settings.dat to the last kept step. If that change is then not made, it does no harm: only
 * values that are in the file are ever taken back.
 *
 * @param now the modpack's current texts
 * @throws the system's errors
 */
export function addSettings(folder: string, now: ProjectTexts, written: WrittenSettings): void {
  settlePending(folder, now);
  const name = stepFiles(folder).at(-1);
  if (name === undefined) return;
  const path = join(folder, name);
  const step = readStep(path);
  if (!step) return;
  const next = `${path}.new`;
  writeNew(next, JSON.stringify(withSettings(step, written)), 0o600);
  renameOverSync(next, path);
}

/** Keeps each pending step whose change was made, and deletes the others. */
function settlePending(folder: string, now: ProjectTexts): void {
  for (const name of stepFiles(folder).filter(isPending)) {
    const path = join(folder, name);
    const step = readStep(path);
    if (step && wasMade(step, now)) renameOverSync(path, path.replace(`${PENDING}.json`, ".json"));
    else rmSync(path, { force: true });
  }
}

const PENDING = ".pending";

function isPending(name: string): boolean {
  return name.includes(PENDING);
}

function stepFiles(folder: string): string[] {
  return fileNames(folder)
    .filter((name) => /^\d{8}(?:\.pending)?\.json$/.test(name))
    .sort();
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readStep(path: string): Step | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= MAX_BYTES ? parseStep(readFileSync(path, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}

/** The SHA-1 of each archive that a modpack of this user had locked in the last `withinMs` milliseconds before `time`. */
export function archivesInHistory(context: Context, time: number, withinMs: number): string[] {
  const base = stateDirectory(context);
  if (base === undefined) return [];
  const folders = fileNames(join(base, "history")).map((name) => join(base, "history", name));
  const steps = folders.flatMap((folder) => stepFiles(folder).flatMap((name) => readStep(join(folder, name)) ?? []));
  const recent = steps.filter(({ time: then }) => time - Date.parse(then) <= withinMs);
  const locks = recent.flatMap(({ before, after }) => [before.lock ?? "", after.lock ?? ""]);
  return locks.flatMap((lock) => [...lock.matchAll(/^ {4}sha1: "([0-9a-f]{40})"/gm)].map(([, sha1 = ""]) => sha1));
}
