import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder, renameOverSync, writeNew } from "@factorio-lock/disk";
import type { Context } from "../context.ts";
import { isWithin } from "../real-place.ts";
import { stateDirectory } from "./state-directory.ts";
import { isSameState, type ProjectTexts, parseStep, type Step, type WrittenSettings, withSettings } from "./step.ts";

/** How many changes of a modpack are kept. Source: docs/commands.md, "undo". */
export const KEPT_STEPS = 50;

/** Larger files are none of ours. */
const MAX_BYTES = 64_000_000;

/**
 * The folder with the changes of a modpack, by its real path; undefined where this user has none, and where it would lie in
 * the modpack itself, so that it may have come with it.
 */
export function historyFolder(context: Context, root: string): string | undefined {
  const base = stateDirectory(context);
  if (base === undefined) return undefined;
  try {
    const real = realpathSync(root);
    if (isWithin(real, base)) return undefined;
    return join(base, "history", createHash("sha256").update(real).digest("hex").slice(0, 32));
  } catch {
    return undefined;
  }
}

/**
 * The changes that are kept of a modpack, the oldest first. A change that was being made when its command was killed counts
 * where it was made.
 *
 * @param now the modpack as it is
 */
export function readSteps(folder: string, now: ProjectTexts): Step[] {
  return stepFiles(folder).flatMap((name): Step[] => {
    const path = join(folder, name);
    const step = readStep(path);
    return step && (!isPending(name) || wasMade(step, now)) ? [step] : [];
  });
}

/** Whether a change that nobody saw the end of was made. Where mods.yaml was edited since, the lockfile tells. */
function wasMade({ before, after }: Step, now: ProjectTexts): boolean {
  return !isSameState(before, now) && (now.lock !== before.lock || after.lock === before.lock);
}

/** The changes that are kept, with those of hand or other programs since the last as one of their own. */
export function stepsUntil(folder: string, now: ProjectTexts, time: string): readonly Step[] {
  const steps = readSteps(folder, now);
  const since = changeSince(steps.at(-1), now, time);
  return since ? [...steps, since] : steps;
}

/** The change of a modpack since its last one by a command; undefined where nothing changed. */
export function changeSince(last: Step | undefined, now: ProjectTexts, time: string): Step | undefined {
  if (!last || isSameState(last.after, now)) return undefined;
  const kind = last.after.lock === now.lock ? "hand" : "outside";
  return { kind, time, command: [], before: last.after, after: now };
}

/** A step that is being made. */
export interface OpenStep {
  /** The change was made. */
  done(): void;
  /** Nothing was changed. */
  failed(): void;
}

/**
 * Writes steps down before the last of them is made: a command that is killed meanwhile leaves what was before as well as
 * what was to come.
 *
 * @param now the modpack as it is
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
 * Adds to the last step that is kept what is about to be made of mod-settings.dat. Where that comes to nothing it does no
 * harm: only values that are there are ever taken back.
 *
 * @param now the modpack as it is
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

/** Decides on steps that nobody saw the end of. */
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
  return namesIn(folder)
    .filter((name) => /^\d{8}(?:\.pending)?\.json$/.test(name))
    .sort();
}

function namesIn(folder: string): string[] {
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

/** The SHA-1 of each archive that a modpack of this user's had within so many milliseconds, by what is kept of changes. */
export function archivesInHistory(context: Context, time: number, within: number): string[] {
  const base = stateDirectory(context);
  if (base === undefined) return [];
  const folders = namesIn(join(base, "history")).map((name) => join(base, "history", name));
  const steps = folders.flatMap((folder) => stepFiles(folder).flatMap((name) => readStep(join(folder, name)) ?? []));
  const recent = steps.filter(({ time: then }) => time - Date.parse(then) <= within);
  const locks = recent.flatMap(({ before, after }) => [before.lock ?? "", after.lock ?? ""]);
  return locks.flatMap((lock) => [...lock.matchAll(/^ {4}sha1: "([0-9a-f]{40})"/gm)].map(([, sha1 = ""]) => sha1));
}
