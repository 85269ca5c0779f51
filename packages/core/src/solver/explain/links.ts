import { type Constraint, type Dependency, isDemand } from "../../dependency/dependency.ts";
import { requirementEdge } from "../../graph/edge.ts";
import type { Edge } from "../facts/edge.ts";
import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import { entriesAbout } from "../facts/mentions.ts";
import type { Session } from "../session/session.ts";
import type { Fact, FactLink } from "./explanation.ts";

/** The most constraints that are listed. */
const MOST_CONSTRAINTS = 2;

/** A fact as edges between the mods that it is about. */
export function linksOf(session: Session, { cause, terms }: Incompatibility): Pick<Fact, "links"> {
  const { nodes } = session.search;
  switch (cause.kind) {
    case "manifest": {
      const { name } = nodes[terms[0]!.mod]!;
      const requirement = session.world.request.requirements.get(name);
      const constraint = requirement && requirementEdge(requirement)?.constraint;
      return { links: [{ from: undefined, to: name, kind: "manifest", constraint }] };
    }
    case "refused": {
      const { name } = nodes[terms[0]!.mod]!;
      return { links: [{ from: undefined, to: name, kind: "incompatible", constraint: undefined }] };
    }
    case "dependency":
      return { links: [dependencyLink(cause.edge, terms)] };
    case "cycle":
      return {
        links: cause.names.map((from, at) => {
          const to = cause.names[(at + 1) % cause.names.length]!;
          return { from, to, kind: "before", constraint: undefined };
        }),
      };
    case "always":
    case "assumed":
    case "learned":
    case "self":
    case "summary":
    case "unreadable":
      return {};
  }
}

function dependencyLink({ from, to }: Edge, terms: readonly Term[]): FactLink {
  const at = terms.find(({ mod }) => mod === from.id)?.set;
  const entries = entriesAbout(from.mentions, to.name, at);
  const kind = entries.find((entry) => isDemand(entry.kind))?.kind ?? entries[0]?.kind ?? "required";
  return { from: from.name, to: to.name, kind, constraint: constraintOf(entries) };
}

/**
 * The constraints of several releases' entries as one text: the lowest bound if all are `>=`, else the distinct ones joined
 * by `or`; undefined if those are too many, or if an entry has none.
 */
function constraintOf(entries: readonly Dependency[]): string | undefined {
  const constraints = entries.map(({ constraint }) => constraint);
  if (constraints.length > 0 && constraints.every((constraint) => constraint?.operator === ">=")) {
    const lowest = (constraints as Constraint[]).reduce((one, other) =>
      other.version.packed < one.version.packed ? other : one,
    );
    return `>= ${lowest.version.text}`;
  }
  const texts = new Set(
    constraints.map((constraint) => constraint && `${constraint.operator} ${constraint.version.text}`),
  );
  return texts.size <= MOST_CONSTRAINTS && !texts.has(undefined) ? [...texts].join(" or ") : undefined;
}
