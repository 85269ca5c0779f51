/** The texts of a modpack's two files; undefined for a missing one. */
export interface ProjectTexts {
  readonly manifest: string | undefined;
  readonly lock: string | undefined;
}

/** The origins of changes: a command; an edit of mods.yaml by hand; another program, such as git. */
export const STEP_KINDS = ["command", "hand", "outside"] as const;

export type StepKind = (typeof STEP_KINDS)[number];

/** One change of a modpack, as this machine keeps it. */
export interface Step {
  readonly kind: StepKind;
  /** ISO 8601. For a change by hand, the time when it was noticed. */
  readonly time: string;
  /** The words after the program's name; empty if no command made the change. */
  readonly command: readonly string[];
  readonly before: ProjectTexts;
  readonly after: ProjectTexts;
  /** Its changes of mod-settings.dat, in chronological order; absent if it did not write that file. */
  readonly settings?: readonly WrittenSettings[] | undefined;
}

/** The bytes of mod-settings.dat in base64 before and after it was written; `before` is null if there was none. */
export interface WrittenSettings {
  readonly before: string | null;
  readonly after: string;
}

/** Whether two states of a modpack are the same. */
export function isSameState(a: ProjectTexts, b: ProjectTexts): boolean {
  return a.manifest === b.manifest && a.lock === b.lock;
}

/** Parses a step; undefined if the text is not one. */
export function parseStep(text: string): Step | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const [before, after] = [textsOf(value["before"]), textsOf(value["after"])];
    const { time, command, settings } = value;
    const kind = STEP_KINDS.find((one) => one === value["kind"]);
    if (!kind || !before || !after || typeof time !== "string" || !Array.isArray(command)) return undefined;
    return { kind, time, command: command.map(String), before, after, settings: settingsOf(settings) };
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): ProjectTexts | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { manifest, lock } = value as Record<string, unknown>;
  if (![manifest, lock].every((text) => text === undefined || typeof text === "string")) return undefined;
  return { manifest: manifest as string | undefined, lock: lock as string | undefined };
}

/** Adds a change of mod-settings.dat to a step. One that continues the step's last change is joined with that. */
export function withSettings(step: Step, written: WrittenSettings): Step {
  const earlier = [...(step.settings ?? [])];
  const last = earlier.at(-1);
  if (last?.after === written.before) earlier.splice(-1, 1, { before: last.before, after: written.after });
  else earlier.push(written);
  return { ...step, settings: earlier };
}

function settingsOf(value: unknown): Step["settings"] {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((item: unknown): WrittenSettings[] => {
    if (typeof item !== "object" || item === null) return [];
    const { before, after } = item as Record<string, unknown>;
    if (typeof after !== "string" || (before !== null && typeof before !== "string")) return [];
    return [{ before, after }];
  });
}

/** The maximum number of mods that a summary names. */
const MAX_NAMED = 3;

/** The changes of a step, on one line. */
export function summaryOf({ before, after, settings }: Step): string {
  const [old, now] = [lockedVersions(before.lock), lockedVersions(after.lock)];
  const moves = [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): string[] => {
    const [from, to] = [old.get(name), now.get(name)];
    if (from === to) return [];
    if (from === undefined) return [`+ ${name} ${to}`];
    return [to === undefined ? `- ${name} ${from}` : `~ ${name} ${from} → ${to}`];
  });
  const rest = moves.length - MAX_NAMED;
  const parts = [...moves.slice(0, MAX_NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])];
  if (parts.length === 0) parts.push(before.manifest === after.manifest ? "mods.lock" : "mods.yaml");
  return [...parts, ...(settings?.length ? ["settings"] : [])].join(", ");
}

/** The versions in a lockfile, read line by line, because it may be of any lockfile version, or damaged. */
function lockedVersions(lock = ""): Map<string, string> {
  const found = lock.matchAll(/^ {2}("?)([^\s"][^"\n]*)\1:\r?\n {4}version: "([^"\n]*)"/gm);
  return new Map([...found].map(([, , name = "", version = ""]) => [name, version]));
}
