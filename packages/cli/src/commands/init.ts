import { access } from "node:fs/promises";
import { FactorioLockError, formatNewManifest, parseGameVersion } from "@factorio-lock/core";
import type { Context } from "../project/context.ts";
import { MANIFEST_NAME, placeAt } from "../project/place.ts";
import { replaceFile } from "../project/write-file.ts";

/** What `init` can be told. */
export interface InitOptions {
  /** `2.0` or `2.0.77`. Default `2.0`. */
  readonly factorio?: string | undefined;
  readonly expansion?: boolean | undefined;
}

/** What `init` wrote. */
export interface InitResult {
  readonly manifest: { readonly path: string };
  readonly factorio: string;
  readonly expansion: boolean;
}

/** The game line that most people play. Source: domain.md, head. */
const USUAL_LINE = "2.0";

/**
 * Writes a manifest without mods in the current folder.
 *
 * @throws FactorioLockError USAGE for a game version that is none, FAILED where there is a manifest already.
 */
export async function init(context: Context, options: InitOptions = {}): Promise<InitResult> {
  const { factorio = USUAL_LINE, expansion = false } = options;
  const version = parseGameVersion(factorio);
  if (!version) {
    throw new FactorioLockError("USAGE", `"${factorio}" is not a game version.`, {
      hint: 'it looks like "2.0" for any patch of 2.0, or "2.0.77" for exactly that one.',
    });
  }
  const { manifestPath } = placeAt(context.cwd);
  const there = await access(manifestPath).then(
    () => true,
    () => false,
  );
  if (there) {
    throw new FactorioLockError("FAILED", `There is a ${MANIFEST_NAME} in ${context.cwd} already.`, {
      hint: "edit it, or use `factorio-lock add` and `factorio-lock set`.",
    });
  }
  await replaceFile(manifestPath, formatNewManifest({ factorio: version.text, expansion }));
  return { manifest: { path: MANIFEST_NAME }, factorio: version.text, expansion };
}
