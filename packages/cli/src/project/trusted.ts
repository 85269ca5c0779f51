import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "@factorio-lock/disk";
import type { Context } from "./context.ts";
import { isWithin } from "./real-place.ts";

/** A modpack and a place outside it that it may use. */
export interface Trusted {
  /** Its folder's real path. */
  readonly project: string;
  /**
   * The real path of its mod directory, or of the file that its mods.yaml is a link to; or the address of the pack that it
   * follows.
   */
  readonly directory: string;
}

/** A larger file cannot be ours. */
const MAX_BYTES = 1_000_000;

const VERSION = 1;

/** The file with what this machine allows modpacks: beside the login, never in a modpack. */
function trustFile(context: Pick<Context, "configDirectory">): string {
  return join(context.configDirectory, "trust.json");
}

/**
 * The permissions that this machine gives a project, by its real path. A record inside the project may have come with it,
 * and is ignored.
 */
function trustedBy(context: Pick<Context, "configDirectory">, project: string): readonly Trusted[] {
  return isWithin(project, context.configDirectory)
    ? []
    : readAll(context).filter((trusted) => trusted.project === project);
}

/** Whether a project may use a place. */
export function isTrusted(context: Pick<Context, "configDirectory">, { project, directory }: Trusted): boolean {
  return trustedBy(context, project).some((trusted) => trusted.directory === directory);
}

/** Saves a permission. @throws FactorioLockError FAILED if it cannot be written. */
export async function addTrusted(context: Pick<Context, "configDirectory">, trusted: Trusted): Promise<void> {
  if (isTrusted(context, trusted)) return;
  await writeAll(context, [...readAll(context), trusted]);
}

/**
 * Deletes the permissions of a project.
 *
 * @returns what it was allowed. @throws FactorioLockError FAILED if the record cannot be written.
 */
export async function removeTrusted(
  context: Pick<Context, "configDirectory">,
  project: string,
): Promise<readonly Trusted[]> {
  const all = readAll(context);
  const removed = all.filter((trusted) => trusted.project === project);
  if (removed.length > 0) {
    await writeAll(
      context,
      all.filter((trusted) => trusted.project !== project),
    );
  }
  return removed;
}

function readAll(context: Pick<Context, "configDirectory">): readonly Trusted[] {
  try {
    const path = trustFile(context);
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > MAX_BYTES) return [];
    const { version, trusted } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    if (version !== VERSION || !Array.isArray(trusted)) return [];
    return (trusted as readonly unknown[]).filter(isEntry).map(({ project, directory }) => ({ project, directory }));
  } catch {
    // A record that cannot be read permits nothing.
    return [];
  }
}

function isEntry(value: unknown): value is Trusted {
  const { project, directory } = (value ?? {}) as Record<string, unknown>;
  return typeof project === "string" && typeof directory === "string";
}

async function writeAll(context: Pick<Context, "configDirectory">, trusted: readonly Trusted[]): Promise<void> {
  mkdirSync(context.configDirectory, { recursive: true, mode: 0o700 });
  await replaceFile(trustFile(context), `${JSON.stringify({ version: VERSION, trusted }, null, 2)}\n`);
}
