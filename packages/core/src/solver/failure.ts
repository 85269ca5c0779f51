import { FactorioLockError } from "../error.ts";
import { listOf } from "../text/list-of.ts";
import { answerWords } from "./explain/answer-words.ts";
import { causeLines } from "./explain/cause-lines.ts";
import { explain } from "./explain/explain.ts";
import type { Explanation } from "./explain/explanation.ts";
import { nearUnknown } from "./explain/near-unknown.ts";
import { type UnsatisfiableCore, unsatisfiableCore } from "./explain/unsatisfiable-core.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { isJustAsked } from "./order.ts";
import { type Cause, certainLacks } from "./relax/certain-lacks.ts";
import { contradictionsOf, coresOf, tellingConflicts } from "./relax/contradictions.ts";
import type { ModInfoSource } from "./request.ts";
import type { Session } from "./session.ts";
import type { Change } from "./suggest/change.ts";
import { nodesOf } from "./suggest/ideas.ts";
import { suggest } from "./suggest/suggest.ts";

/** Why a request has no answer, and what to do. Source: contract R13. */
export interface Failure {
  /** What cannot be installed: a clause. */
  readonly answer: string;
  /** A sentence for each cause, with all of the manifest that hangs on it. */
  readonly causes: readonly string[];
  readonly explanation: Explanation;
  /** Changes of the manifest; each list of them, carried out together, was seen to leave a request that solves. */
  readonly remedies: readonly (readonly Change[])[];
  /** The mods that the command line keeps out, without which the others cannot be. */
  readonly needed: readonly string[];
  /** Whether the smallest changes are proved to be the smallest. */
  readonly exact: boolean;
}

/** Makes a failure of the derivation that a search ended with. */
export async function failureOf(session: Session, proof: Incompatibility, source: ModInfoSource): Promise<Failure> {
  const core = await unsatisfiableCore(session, proof);
  const known: ModInfoSource = { get: async (name) => session.reader.info(name) ?? source.get(name) };
  const contradictions = await contradictionsOf(session, known);
  const { remedies, exact, why } = await suggest(core, contradictions, known);
  const cores = await coresOf(contradictions, await tellingConflicts(contradictions));
  const all = cores.length > 0 ? cores : [core];
  const causes: Cause[] = [...all];
  for (const name of contradictions.alone) causes.push(...(await certainLacks(contradictions.relaxed.session, name)));
  causes.push(...why);
  const kept = nodesOf(session, core.facts).filter((node) => {
    return node.origin === "refused" && isJustAsked(session.world.request, node.name);
  });
  const near = await nearUnknown(causes, source);
  return {
    answer: answerWords(session.world.request, contradictions.alone, all),
    causes: causeLines(causes, near),
    explanation: explain(core, others(core, cores)),
    remedies,
    needed: kept.map(({ name }) => name),
    exact,
  };
}

/** The cores that are about other mods than the first. */
function others({ asked }: UnsatisfiableCore, cores: readonly UnsatisfiableCore[]): UnsatisfiableCore[] {
  return cores.filter((other) => other.asked.join() !== asked.join());
}

/** A failure as the error that a user sees. */
export function noSolution({ answer, causes, explanation, remedies, needed, exact }: Failure): FactorioLockError {
  const message =
    needed.length > 0
      ? `${listOf(needed, "and")} cannot be left out: other mods of your mods.yaml need ${needed.length > 1 ? "them" : "it"}`
      : answer;
  return new FactorioLockError("NO_SOLUTION", message, {
    causes,
    explanation: explanation.lines,
    remedies,
    ...(exact ? {} : { exact }),
    hint:
      remedies.length > 0
        ? "each of the suggested changes was checked to help"
        : "change what your mods.yaml asks for: no single change that helps was found",
  });
}
