import { compareNames } from "../mod/mod-name.ts";
import { answerWords } from "./explain/answer-words.ts";
import { causeLines } from "./explain/cause-lines.ts";
import { type Cause, certainLacks } from "./explain/certain-lacks.ts";
import { explain } from "./explain/explain.ts";
import { nearUnknown } from "./explain/near-unknown.ts";
import { type UnsatisfiableCore, unsatisfiableCore } from "./explain/unsatisfiable-core.ts";
import type { Incompatibility } from "./facts/incompatibility.ts";
import type { Failure } from "./failure.ts";
import { contradictionsOf, coresOf, tellingConflicts } from "./relax/contradictions.ts";
import { isJustAsked } from "./request/order.ts";
import type { ModInfoSource } from "./request/request.ts";
import type { Session } from "./session/session.ts";
import { nodesOf } from "./suggest/ideas.ts";
import { suggest } from "./suggest/suggest.ts";

/** Builds a failure from the derivation with which a search ended. */
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
    neededBy: needersOf(
      kept.map(({ name }) => name),
      causes,
    ),
    exact,
  };
}

/** The manifest's mods that cannot be installed without one of the given mods, in name order. */
function needersOf(names: readonly string[], causes: readonly Cause[]): string[] {
  const about = causes.filter(({ session, facts }) => nodesOf(session, facts).some(({ name }) => names.includes(name)));
  const needers = new Set(about.flatMap(({ asked }) => asked).filter((name) => !names.includes(name)));
  return [...needers].sort(compareNames);
}

/** The cores that are about other mods than the first core. */
function others({ asked }: UnsatisfiableCore, cores: readonly UnsatisfiableCore[]): UnsatisfiableCore[] {
  return cores.filter((other) => other.asked.join() !== asked.join());
}
