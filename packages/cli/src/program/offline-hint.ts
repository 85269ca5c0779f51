import { readdirSync } from "node:fs";
import type { FactorioLockError } from "@factorio-lock/core";
import { metadataRoot } from "../modpack/services.ts";
import type { Context } from "../project/context.ts";
import type { Failed } from "./complete-failure.ts";

/**
 * A failure of the network, with the way to do without it: for a command that has --offline, was not run so, and asks for
 * what may be known on this machine.
 */
export function withOfflineHint(
  failure: FactorioLockError,
  { spec, args }: Failed,
  context: Context,
): FactorioLockError {
  const { code, hint } = failure;
  const isTransient = (failure as { readonly transient?: boolean }).transient === true;
  if (code !== "PORTAL_UNREACHABLE" || !isTransient || hint === undefined) return failure;
  const hasOffline = spec.options?.some(({ name }) => name === "offline") ?? false;
  if (!hasOffline || args.flag("offline") || args.flag("frozen") || isEmpty(metadataRoot(context))) return failure;
  return failure.withDetails({ hint: `${hint} With --offline, it works with what is on this machine.` });
}

/** Whether a folder holds no file, however deep. */
function isEmpty(folder: string): boolean {
  try {
    return !readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());
  } catch {
    return true;
  }
}
