import { AGE_FORM, parseAge } from "../mod/age.ts";
import { type Fault, quote } from "../yaml/fault.ts";
import { describeNode, knownFields, lineOf, tableOf } from "../yaml/fields.ts";
import type { YamlNode } from "../yaml/node.ts";
import type { UpdatePolicy } from "./manifest.ts";

/** Decodes the manifest's `updates`; undefined if there is none. Source: docs/manifest.md, "All keys". */
export function decodeUpdates(node: YamlNode | undefined, faults: Fault[]): UpdatePolicy | undefined {
  const table = tableOf(node, "updates", faults, "write `updates: { olderThan: 7d }`");
  if (table === undefined) return undefined;
  const value = knownFields(table, ["olderThan"], faults).get("olderThan");
  if (value === undefined) return {};
  const age = parseAge(lineOf(value) ?? "");
  if (age) return { olderThan: age };
  faults.push({
    at: value.start,
    message: `found ${describeNode(value)} for ${quote("olderThan")}, expected ${AGE_FORM}`,
    hint: "write `updates: { olderThan: 7d }`.",
  });
  return undefined;
}
