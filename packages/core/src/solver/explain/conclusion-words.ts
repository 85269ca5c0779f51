import { listOf } from "../../text/list-of.ts";
import { statesIn } from "../facts/edge.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { complement, has, type IndexSet, intersect } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { allOf, object, subject } from "../request/words.ts";
import type { Session } from "../session/session.ts";

/**
 * Words a conclusion as a clause: that releases cannot be used, cannot be used together, or need another mod. The
 * manifest's requests are not repeated, since the reader knows them.
 */
export function conclusionWords(session: Session, { terms }: Incompatibility): string {
  const uses: { readonly node: ModNode; readonly set: IndexSet }[] = [];
  const needs: string[] = [];
  for (const { mod, set } of terms) {
    const node = session.search.nodes[mod]!;
    const possible = possibleStates(session, node);
    if (!has(set, 0) || !has(possible, 0)) uses.push({ node, set: intersect(intersect(set, possible), allOf(node)) });
    else {
      const rest = intersect(complement(set, node.size), allOf(node));
      needs.push(rest.length === 0 ? `to do without ${node.name}` : object(node, rest));
    }
  }
  const said = uses.filter(({ set }) => set.length > 0).map(({ node, set }) => subject(node, set));
  const words = said.map((one) => one.words);
  if (needs.length === 0) {
    if (said.length === 1 && words[0]?.startsWith("every release"))
      return `no ${words[0].slice("every ".length)} can be used`;
    return `${listOf(words)} cannot be used${said.length > 1 ? " together" : ""}`;
  }
  const need = listOf(needs, "or");
  if (said.length === 0) return `${need} is needed`;
  return `${listOf(words)}${said.length > 1 ? " together need" : said[0]?.plural ? " need" : " needs"} ${need}`;
}

/** The states of a mod that the manifest allows. */
function possibleStates({ world }: Session, node: ModNode): IndexSet {
  const requirement = world.request.requirements.get(node.name);
  if (requirement?.kind === "range") return statesIn(node, requirement.range.versions);
  return requirement?.kind === "path" ? allOf(node) : [0, node.size];
}
