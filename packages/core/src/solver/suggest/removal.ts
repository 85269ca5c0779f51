import { compareNames } from "../../mod/mod-name.ts";
import type { Contradictions } from "../relax/contradictions.ts";
import { cheapestCorrection } from "../relax/correction.ts";
import { isJustAsked, requestedNames } from "../request/order.ts";
import { removalOptions } from "./change-options.ts";

/** The most sets of mods to leave out that are suggested. */
const MOST_SETS = 3;

/** Sets of mods without which a manifest has an answer. */
export interface Removal {
  /** The smallest sets, each in name order; not empty. */
  readonly sets: readonly (readonly string[])[];
  /** Whether it was proved that no smaller set exists. */
  readonly exact: boolean;
}

/**
 * Finds the smallest sets of mods without which there is an answer, never with mods that were just asked for. There are
 * several if the user has to choose which mods stay. Undefined if all mods would have to go, or if the budget runs out.
 */
export async function smallestRemovals({ relaxed, conflicts, alone }: Contradictions): Promise<Removal | undefined> {
  const { request } = relaxed.session.world;
  const without = async (staying?: string) => {
    const open = removalOptions(relaxed.statements, (name) => !isJustAsked(request, name) && name !== staying);
    const found = await cheapestCorrection(relaxed, open, conflicts);
    return found && { ...found, names: found.options.map(({ name }) => name).sort(compareNames) };
  };
  const first = await without();
  if (!first || first.names.length === 0 || first.names.length >= requestedNames(request).length) return undefined;
  const sets = new Map([[first.names.join(), first.names]]);
  for (const name of first.names) {
    if (sets.size === MOST_SETS || !first.exact) break;
    if (alone.includes(name)) continue;
    const other = await without(name);
    if (other?.names.length === first.names.length) sets.set(other.names.join(), other.names);
  }
  return { sets: [...sets.values()], exact: first.exact };
}
