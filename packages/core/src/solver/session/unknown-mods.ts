import { FactorioLockError } from "../../error.ts";
import { listOf } from "../../text/list-of.ts";
import type { Change } from "../request/change.ts";
import { isJustAsked } from "../request/order.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";

/** The most unknown mods for which similar names are sought; if there are more, they are hardly typos. */
const MOST_LOOKED_FOR = 20;

/**
 * The error for requested mods that the portal does not know: it names all of them at once, with similar names, and has
 * the change that leaves them out. Source: docs/rules.md, R7.
 *
 * @param names in name order; not empty
 */
export async function unknownMods(
  names: readonly string[],
  request: ResolveRequest,
  source: ModInfoSource,
): Promise<FactorioLockError> {
  const near = await Promise.all(names.slice(0, MOST_LOOKED_FOR).map(async (name) => source.near?.(name) ?? []));
  const likely = near.flatMap((found, at) => (found.length > 0 ? [`${listOf(found, "or")} for ${names[at]}`] : []));
  const [only] = names.length === 1 ? near : [];
  const hint =
    only !== undefined && only.length > 0
      ? `did you mean ${listOf(only, "or")}? Capital letters count.`
      : likely.length > 0
        ? `did you mean ${listOf(likely)}? Capital letters count.`
        : "check the spelling on https://mods.factorio.com: the name is the last part of a mod's address.";
  const asks = names.every((name) => isJustAsked(request, name)) ? "you ask for" : "your mods.yaml asks for";
  const message =
    names.length === 1
      ? `${asks} ${names[0]}, but the mod portal has no such mod`
      : `${asks} ${names.length} mods that the mod portal does not have: ${listOf(names)}`;
  return new FactorioLockError("MOD_NOT_FOUND", message, { hint, remedies: [[{ kind: "remove", names }]] });
}

/** The unknown mods that an error names; empty for other errors. */
export function unknownIn({ code, remedies }: FactorioLockError): readonly string[] {
  const [[change] = []] = remedies;
  return code === "MOD_NOT_FOUND" && change?.kind === "remove" ? change.names : [];
}

/** Adds the removal of the unknown mods to each remedy for the rest of the request. */
export function withoutThem(names: readonly string[], remedies: readonly (readonly Change[])[]): Change[][] {
  return remedies.map((changes) => {
    const more = changes.flatMap((change) => (change.kind === "remove" ? change.names : []));
    return [...changes.filter(({ kind }) => kind !== "remove"), { kind: "remove", names: [...names, ...more].sort() }];
  });
}
