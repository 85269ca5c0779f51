import { FactorioLockError, nearest, type ResolveRequest } from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";

/**
 * Throws the error on, and where it says that the portal does not know a mod of the manifest, with the names that may
 * have been meant.
 */
export async function explainUnknownMod(error: unknown, request: ResolveRequest, metadata: Metadata): Promise<never> {
  if (!(error instanceof FactorioLockError) || error.code !== "MOD_NOT_FOUND") throw error;
  for (const [name, { kind }] of request.requirements) {
    if (kind !== "range" || (await metadata.get(name)) !== undefined) continue;
    const near = nearest(name, await metadata.namesLike(name));
    if (near.length === 0) break;
    const hint = `did you mean ${near.map((other) => `"${other}"`).join(" or ")}? Mod names are written exactly as in the address of the mod's page.`;
    throw new FactorioLockError("MOD_NOT_FOUND", error.message, {
      hint,
      explanation: error.explanation,
      suggestions: error.suggestions,
    });
  }
  throw error;
}
