import type { Requirement } from "../../manifest/manifest.ts";
import { BUILTIN_NAMES, compareNames } from "../../mod/mod-name.ts";
import type { Range } from "../../version/range.ts";
import { statesIn } from "../facts/edge.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { ABSENT, complement, type IndexSet, interval, union } from "../facts/index-set.ts";
import { requestedNames } from "../request/order.ts";
import type { ResolveRequest } from "../request/request.ts";
import { nodeOf, type Session } from "../session/session.ts";

/** A statement of a manifest that can be dropped to make it solvable. */
export interface Statement {
  /**
   * `asked`: a mod must be present; `range`: its version must be in a range; `refused`: it must be absent; `expansion`:
   * there is no expansion.
   */
  readonly kind: "asked" | "range" | "refused" | "expansion";
  /** The mod; empty for the expansion. */
  readonly name: string;
  /** The assumptions that express it, each about one mod. */
  readonly facts: readonly Incompatibility[];
}

/**
 * The statements of a request, in name order.
 *
 * @param session must know all mods that the request names and, with `soft`, the builtin mods.
 * @param letIn the refused mods that are statements; the session takes the others as given.
 * @param soft whether the lack of an expansion is a statement.
 */
export function statementsOf(
  session: Session,
  request: ResolveRequest,
  letIn: ReadonlySet<string>,
  soft: boolean,
): Statement[] {
  const all: Statement[] = [];
  if (request.requirements.get("base")?.kind === "refused") all.push(refusal(session, "base"));
  for (const name of requestedNames(request)) {
    const { id } = nodeOf(session, name);
    all.push({ kind: "asked", name, facts: [{ terms: [{ mod: id, set: ABSENT }], cause: { kind: "manifest" } }] });
    const range = narrowRange(request.requirements.get(name)!);
    if (range) all.push({ kind: "range", name, facts: outside(session, name, range) });
  }
  for (const name of letIn) all.push(refusal(session, name));
  const builtins = request.expansion || !soft ? [] : BUILTIN_NAMES.filter((name) => name !== "base");
  const facts = builtins.flatMap((name) => {
    const { id, size } = nodeOf(session, name);
    return size > 0 ? [against(id, interval(1, size))] : [];
  });
  if (facts.length > 0) all.push({ kind: "expansion", name: "", facts });
  return all;
}

/** The refused mods that the manifest could allow. */
export function softRefusals({ requirements }: ResolveRequest): string[] {
  return [...requirements]
    .flatMap(([name, { kind }]) => (kind === "refused" && name !== "base" ? [name] : []))
    .sort(compareNames);
}

/** The range of a requirement if it excludes any version. */
function narrowRange(requirement: Requirement): Range | undefined {
  return requirement.kind === "range" && requirement.range.text.trim() !== "*" ? requirement.range : undefined;
}

function outside(session: Session, name: string, range: Range): Incompatibility[] {
  const { id, size, ...node } = nodeOf(session, name);
  const set = complement(union(ABSENT, statesIn(node, range.versions)), size);
  return set.length > 0 ? [{ terms: [{ mod: id, set }], cause: { kind: "manifest" } }] : [];
}

function refusal(session: Session, name: string): Statement {
  const { id, size } = nodeOf(session, name);
  return {
    kind: "refused",
    name,
    facts: size > 0 ? [{ ...against(id, interval(1, size)), cause: { kind: "refused" } }] : [],
  };
}

function against(mod: number, set: IndexSet): Incompatibility {
  return { terms: [{ mod, set }], cause: { kind: "assumed", why: "chosen" } };
}
