import { compareNames } from "../../mod/mod-name.ts";
import type { Contradictions } from "../relax/contradictions.ts";
import { cheapestCorrection } from "../relax/correction.ts";
import { isJustAsked, requestedNames } from "../request/order.ts";
import { removalOptions } from "./change-options.ts";

/** So many sets of mods to leave out are suggested. */
const MOST_SETS = 3;

/** Mods without which a manifest has an answer. */
export interface Removal {
  /** Sets of as few mods as can be, each in name order; not empty. */
  readonly sets: readonly (readonly string[])[];
  /** Whether fewer were proved not to do. */
  readonly exact: boolean;
}

/**
 * The smallest sets of mods, but for those that were just asked for, without which there is an answer; several where the
 * user has to say who stays. Undefined where that takes all, or none is seen within the budget.
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
