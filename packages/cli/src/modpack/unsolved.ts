import { FactorioLockError, type GameLine, lineServes, type ResolveRequest, type Warning } from "@factorio-lock/core";
import type { Metadata, UnsafeRelease } from "@factorio-lock/portal";
import { leftOutIn, leftOutWords } from "./left-out.ts";
import { shellCommand } from "./suggestion.ts";

/**
 * Throws the failure of a request without a solution, with the warnings about the portal's answers. If all releases of a
 * requested mod were left out as unsafe, throws that failure instead, because the solver only knows that there are none.
 *
 * @throws FactorioLockError `UNSAFE_NAME` in that case, otherwise the failure.
 */
export async function throwUnsolved(error: unknown, request: ResolveRequest, metadata: Metadata): Promise<never> {
  if (!(error instanceof FactorioLockError) || error.code !== "NO_SOLUTION") throw error;
  for (const [name, { kind }] of request.requirements) {
    const unsafe = kind === "range" ? await onlyUnsafe(name, request.game.line, metadata) : undefined;
    if (unsafe) throw unsafeName(name, unsafe);
  }
  const leftOut = await leftOutIn(request, metadata);
  const young: Warning[] = leftOut ? [{ code: "TOO_YOUNG", message: leftOutWords(leftOut) }] : [];
  throw error.withDetails({ warnings: [...metadata.warnings(), ...young] });
}

/** The newest unsafe release of a mod for a game line; undefined if the line also has safe ones, or none at all. */
async function onlyUnsafe(name: string, line: GameLine, metadata: Metadata): Promise<UnsafeRelease | undefined> {
  const info = await metadata.get(name);
  if (info?.releases.some(({ factorioVersion }) => lineServes(factorioVersion, line))) return undefined;
  return metadata.unsafeReleases(name).findLast(({ factorioVersion }) => lineServes(factorioVersion, line));
}

function unsafeName(name: string, { version, kind, text }: UnsafeRelease): FactorioLockError {
  const message = `The mod portal gives ${name} ${version} the ${kind} ${JSON.stringify(text)}, which is not safe, and has no other release of it for this game.`;
  const remove = shellCommand(["remove", name]);
  return new FactorioLockError("UNSAFE_NAME", message, {
    hint: `report it to the operator of the mod portal; \`${remove}\` does without the mod until that is put right.`,
  });
}
