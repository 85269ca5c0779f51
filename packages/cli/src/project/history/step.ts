/** The texts of a modpack's two files; undefined for one that is not there. */
export interface ProjectTexts {
  readonly manifest: string | undefined;
  readonly lock: string | undefined;
}

/** Who made a change: a command; whoever edited mods.yaml by hand; another program, such as git. */
export type StepKind = "command" | "hand" | "outside";

/** One change of a modpack, as this machine keeps it. */
export interface Step {
  readonly kind: StepKind;
  /** ISO 8601. Of a change by hand, when it was noticed. */
  readonly time: string;
  /** The words behind the program's name; empty where no command made the change. */
  readonly command: readonly string[];
  readonly before: ProjectTexts;
  readonly after: ProjectTexts;
  /** The bytes of mod-settings.dat in base64, where the change wrote that file; `before` is null where there was none. */
  readonly settings?: { readonly before: string | null; readonly after: string } | undefined;
}

/** Whether two states of a modpack are the same. */
export function isSameState(a: ProjectTexts, b: ProjectTexts): boolean {
  return a.manifest === b.manifest && a.lock === b.lock;
}

/** Reads a step from JSON; undefined for what is none. */
export function parseStep(text: string): Step | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const [before, after] = [textsOf(value["before"]), textsOf(value["after"])];
    const { kind, time, command, settings } = value;
    if (!before || !after || typeof time !== "string" || !Array.isArray(command)) return undefined;
    if (kind !== "command" && kind !== "hand" && kind !== "outside") return undefined;
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

function settingsOf(value: unknown): Step["settings"] {
  if (typeof value !== "object" || value === null) return undefined;
  const { before, after } = value as Record<string, unknown>;
  if (typeof after !== "string" || (before !== null && typeof before !== "string")) return undefined;
  return { before, after };
}

/** So many mods are named in a summary. */
const MOST_NAMED = 3;

/** What a step changed, on one line. */
export function summaryOf({ before, after, settings }: Step): string {
  const [old, now] = [lockedVersions(before.lock), lockedVersions(after.lock)];
  const moves = [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): string[] => {
    const [from, to] = [old.get(name), now.get(name)];
    if (from === to) return [];
    if (from === undefined) return [`+ ${name} ${to}`];
    return [to === undefined ? `- ${name} ${from}` : `~ ${name} ${from} → ${to}`];
  });
  const rest = moves.length - MOST_NAMED;
  const parts = [...moves.slice(0, MOST_NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])];
  if (parts.length === 0) parts.push(before.manifest === after.manifest ? "mods.lock" : "mods.yaml");
  return [...parts, ...(settings ? ["settings"] : [])].join(", ");
}

/** The versions that a lockfile has, read from its lines: it may be of any version, or damaged. */
function lockedVersions(lock = ""): Map<string, string> {
  const found = lock.matchAll(/^ {2}("?)([^\s"][^"\n]*)\1:\r?\n {4}version: "([^"\n]*)"/gm);
  return new Map([...found].map(([, , name = "", version = ""]) => [name, version]));
}
