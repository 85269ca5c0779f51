import { FactorioLockError } from "../error.ts";
import { listOf } from "../text/list-of.ts";
import { explain } from "./explain/explain.ts";
import type { Explanation } from "./explain/explanation.ts";
import { unmetRanges } from "./explain/unavailable.ts";
import { type UnsatisfiableCore, unsatisfiableCore } from "./explain/unsatisfiable-core.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { isJustAsked } from "./order.ts";
import type { ModInfoSource } from "./request.ts";
import type { Session } from "./session.ts";
import type { Change } from "./suggest/change.ts";
import { nodesOf } from "./suggest/ideas.ts";
import { whyRemoved } from "./suggest/removal.ts";
import { suggest } from "./suggest/suggest.ts";

/** Why a request has no answer, and what to do. Source: contract R13. */
export interface Failure {
  readonly explanation: Explanation;
  /** Changes of the manifest; each list of them, carried out together, was seen to leave a request that solves. */
  readonly remedies: readonly (readonly Change[])[];
  /** The mods that the command line keeps out, without which the others cannot be. */
  readonly needed: readonly string[];
}

/** Makes a failure of the derivation that a search ended with. */
export async function failureOf(session: Session, proof: Incompatibility, source: ModInfoSource): Promise<Failure> {
  const core = await unsatisfiableCore(session, proof);
  const { remedies, removal } = await suggest(core, source);
  const further = removal ? whyRemoved(removal, core) : [];
  const isSaid = (other: UnsatisfiableCore): boolean =>
    [core, ...further].some(({ asked }) => asked.length === 1 && asked[0] === other.asked[0]);
  further.push(...unmetRanges(session).filter((other) => !isSaid(other)));
  const kept = nodesOf(session, core.facts).filter((node) => {
    return node.origin === "refused" && isJustAsked(session.world.request, node.name);
  });
  return { explanation: explain(core, further), remedies, needed: kept.map(({ name }) => name) };
}

/** A failure as the error that a user sees. */
export function noSolution({ explanation, remedies, needed }: Failure): FactorioLockError {
  const message =
    needed.length > 0
      ? `${listOf(needed, "and")} cannot be left out: other mods of your mods.yaml need ${needed.length > 1 ? "them" : "it"}`
      : "no releases of the mods in your mods.yaml fit together";
  return new FactorioLockError("NO_SOLUTION", message, {
    explanation: explanation.lines,
    remedies,
    hint:
      remedies.length > 0
        ? "each of the suggested changes was checked to help"
        : needed.length > 0
          ? "keep it, or remove the mods that need it too"
          : "change what your mods.yaml asks for: no single change that helps was found",
  });
}
