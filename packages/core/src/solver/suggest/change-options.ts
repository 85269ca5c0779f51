import type { Requirement } from "../../manifest/manifest.ts";
import { rangeHas } from "../../version/range.ts";
import type { Present } from "../facts/cycles.ts";
import type { Option } from "../relax/correction.ts";
import type { Statement } from "../relax/statement.ts";
import type { Change } from "../request/change.ts";
import type { ResolveRequest } from "../request/request.ts";
import { versionOf } from "../request/words.ts";
import { widerRange } from "./wider-range.ts";

/** A change to the manifest that drops some of its statements. */
export interface ChangeOption extends Option {
  readonly kind: "range" | "pin" | "refused" | "expansion" | "remove";
  /** The mod; empty for the expansion. */
  readonly name: string;
}

/**
 * The kinds from the cheapest to the most expensive: any number of one kind costs less than a single one of the next.
 */
const KINDS: readonly ChangeOption["kind"][] = ["range", "pin", "refused", "expansion", "remove"];

/**
 * All changes to the manifest, from the cheapest kind to the most expensive: a wider range, another version in place of
 * an exact one, allowing a refused mod, the expansion, leaving a mod out.
 *
 * @param removable whether the requirement of a mod may be removed
 */
export function changeOptions(
  { requirements }: ResolveRequest,
  statements: readonly Statement[],
  removable: (name: string) => boolean,
): ChangeOption[] {
  const found = statements.flatMap((statement): Omit<ChangeOption, "weight">[] => {
    const { kind, name } = statement;
    switch (kind) {
      case "asked": {
        if (!removable(name)) return [];
        return [{ kind: "remove", name, drops: statements.filter((other) => other.name === name) }];
      }
      case "range":
        return [{ kind: isExact(requirements.get(name)) ? "pin" : "range", name, drops: [statement] }];
      case "refused":
        return removable(name) ? [{ kind, name, drops: [statement] }] : [];
      case "expansion":
        return [{ kind, name, drops: [statement] }];
    }
  });
  const weights = new Map<string, number>();
  let weight = 1;
  for (const kind of KINDS) {
    weights.set(kind, weight);
    weight *= 1 + found.filter((option) => option.kind === kind).length;
  }
  return found.map((option) => ({ ...option, weight: weights.get(option.kind)! }));
}

/** Only the options that leave mods out, all at the same cost. */
export function removalOptions(statements: readonly Statement[], removable: (name: string) => boolean): ChangeOption[] {
  return statements.flatMap(({ kind, name }) =>
    kind === "asked" && removable(name)
      ? [{ kind: "remove", name, weight: 1, drops: statements.filter((other) => other.name === name) }]
      : [],
  );
}

/** Whether a requirement allows one version only. */
function isExact(requirement: Requirement | undefined): boolean {
  if (requirement?.kind !== "range") return false;
  const [first, ...more] = requirement.range.versions;
  return first !== undefined && more.length === 0 && first.low === first.high;
}

/** The changes for options. Ranges are widened only as far as the present mods require. */
export function changesOf(
  { requirements }: ResolveRequest,
  options: readonly ChangeOption[],
  present: readonly Present[],
): Change[] {
  const changes = options.flatMap(({ kind, name }): Change[] => {
    switch (kind) {
      case "expansion":
        return [{ kind }];
      case "refused":
        return [name === "base" ? { kind: "remove", names: [name] } : { kind: "range", name, text: "*" }];
      case "range":
      case "pin":
        return [{ kind: "range", name, text: textFor(requirements.get(name), name, present) }];
      case "remove":
        return [];
    }
  });
  const names = options.flatMap(({ kind, name }) => (kind === "remove" ? [name] : []));
  const order = (change: Change): number => (change.kind === "expansion" ? 0 : 1);
  changes.sort((a, b) => order(a) - order(b));
  return names.length > 0 ? [...changes, { kind: "remove", names }] : changes;
}

/** The range, widened to include the present release. */
function textFor(requirement: Requirement | undefined, name: string, present: readonly Present[]): string {
  const chosen = present.find(({ node }) => node.name === name);
  if (!chosen || requirement?.kind !== "range") return "*";
  const version = versionOf(chosen.node, chosen.state);
  if (rangeHas(requirement.range, version.packed)) return "*";
  return widerRange(requirement.range.versions, version.packed);
}
