import { MAX_PACKED } from "./version.ts";
import { span, type VersionSet } from "./version-set.ts";

/** The game's comparison operators. Source: docs/factorio.md, 3.1. */
export type Operator = "<" | "<=" | "=" | ">=" | ">";

/** The versions that satisfy a comparison with a packed version. */
export function operatorSet(operator: Operator, packed: number): VersionSet {
  switch (operator) {
    case "<":
      return span(0, packed - 1);
    case "<=":
      return span(0, packed);
    case "=":
      return span(packed, packed);
    case ">=":
      return span(packed, MAX_PACKED);
    case ">":
      return span(packed + 1, MAX_PACKED);
  }
}
