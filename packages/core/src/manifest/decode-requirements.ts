import { isBuiltin, isSafeName } from "../mod/mod-name.ts";
import { isRangeFault, parseRange } from "../version/range.ts";
import { type Fault, quote } from "../yaml/fault.ts";
import { booleanOf, describeNode, type Fields, knownFields, lineOf } from "../yaml/fields.ts";
import { isEmptyNode, type YamlMapping, type YamlNode, type YamlScalar } from "../yaml/node.ts";
import type { Requirement, Requirements, WantedRequirement } from "./manifest.ts";
import { forbiddenPlace, isRelativePath, withSlashes } from "./mod-path.ts";

/**
 * Decodes a table of requirements: the manifest's `mods` or the lockfile's `requirements`. Source: docs/manifest.md,
 * "What a mod can be".
 */
export function decodeRequirements(table: YamlMapping | undefined, faults: Fault[]): Requirements {
  const requirements = new Map<string, Requirement>();
  for (const { key, value } of table?.entries ?? []) {
    const nameFault = faultOfName(key);
    if (nameFault) faults.push(nameFault);
    const requirement = decodeRequirement(key.text, value, faults);
    if (requirement) requirements.set(key.text, requirement);
  }
  return requirements;
}

const NAME_HINT = "write the mod's name as the mod portal's address shows it, like `even-distribution`.";

function faultOfName(key: YamlScalar): Fault | undefined {
  if (key.text === "core") {
    return { at: key.start, message: '"core" is always part of the game, expected a mod', hint: "remove this line." };
  }
  if (isSafeName(key.text)) return undefined;
  return {
    at: key.start,
    message: `${describeNode(key)} is not a mod name, expected letters, digits, "_", "-"`,
    hint: NAME_HINT,
  };
}

function decodeRequirement(name: string, node: YamlNode, faults: Fault[]): Requirement | undefined {
  const fault = (message: string, hint: string): undefined => {
    faults.push({ at: node.start, message, hint });
  };
  if (isEmptyNode(node) || lineOf(node) === "~") {
    return fault(`found nothing for ${quote(name)}, expected a range`, `write \`${name}: "*"\` for any release`);
  }
  if (node.kind === "sequence") {
    return fault(`found a list for ${quote(name)}, expected one range`, 'join the parts by commas: ">= 1.2, < 2.0"');
  }
  if (node.kind === "mapping") return decodeTable(name, node, faults);
  const flag = booleanOf(node);
  if (flag === true) {
    return fault(`found true for ${quote(name)}, expected a range`, `write \`${name}: "*"\` for any release`);
  }
  if (flag === false) {
    if (name === "base")
      return fault('found false for "base", expected a range', "base is the game itself: remove this line.");
    return { kind: "refused" };
  }
  return decodeRange(name, node, faults);
}

function decodeRange(name: string, node: YamlNode, faults: Fault[]): WantedRequirement | undefined {
  const fault = (message: string, hint: string): undefined => {
    faults.push({ at: node.start, message, hint });
  };
  const text = lineOf(node);
  if (text === undefined)
    return fault(`found a text of several lines for ${quote(name)}, expected one line`, RANGE_HINT);
  if (text.length > MAX_RANGE_LENGTH) {
    return fault(`found a range of ${text.length} characters for ${quote(name)}, expected a short one`, RANGE_HINT);
  }
  const range = parseRange(text);
  if (!isRangeFault(range)) return { kind: "range", range };
  return fault(`found ${quote(text)} for ${quote(name)}, expected a range: ${range.fault}`, range.hint);
}

/** Ranges written by people have about ten characters; longer ones would only cost time. */
const MAX_RANGE_LENGTH = 500;

const RANGE_HINT = 'write a range, like "*", ">= 1.2.0" or "^1.2.0".';
const PATH_HINT = "write a path that starts at this file's folder, like `{ path: ../my-mod }`.";

const TABLE_HINT =
  'write `{ path: ../my-mod }`, or `{ version: "*", enabled: false }` to leave the mod out for a while.';

/** Decodes `{ path: … }` and `{ version: …, enabled: false }`. */
function decodeTable(name: string, table: YamlMapping, faults: Fault[]): Requirement | undefined {
  const fields = knownFields(table, ["path", "version", "enabled"], faults);
  const enabled = decodeEnabled(name, fields.get("enabled"), faults);
  const [version, path] = [fields.get("version"), fields.get("path")];
  if (version && path) {
    const message = `found both "version" and "path" for ${quote(name)}, expected one of them`;
    faults.push({ at: version.start, message, hint: "a mod comes from the mod portal or from a folder: remove one." });
    return undefined;
  }
  const wanted = version ? decodeVersion(name, version, faults) : decodePath(name, table, fields, faults);
  if (wanted === undefined || enabled === undefined) return undefined;
  return enabled ? wanted : { kind: "refused", remembered: wanted };
}

/** The value of `enabled`: true if it is absent, undefined if it is faulty. */
function decodeEnabled(name: string, node: YamlNode | undefined, faults: Fault[]): boolean | undefined {
  if (node === undefined) return true;
  const enabled = booleanOf(node);
  if (enabled === undefined) {
    const message = `found ${describeNode(node)} for "enabled", expected true or false`;
    faults.push({ at: node.start, message, hint: "write `enabled: false` to leave the mod out for a while." });
  } else if (!enabled && name === "base") {
    faults.push({
      at: node.start,
      message: 'found false for "enabled", and "base" is always there',
      hint: "base is the game itself: remove this line.",
    });
    return undefined;
  }
  return enabled;
}

function decodeVersion(name: string, node: YamlNode, faults: Fault[]): WantedRequirement | undefined {
  if (node.kind === "scalar" && !isEmptyNode(node) && lineOf(node) !== "~" && booleanOf(node) === undefined)
    return decodeRange(name, node, faults);
  faults.push({
    at: node.start,
    message: `found ${describeNode(node)} for "version", expected a range`,
    hint: RANGE_HINT,
  });
  return undefined;
}

function decodePath(name: string, table: YamlMapping, fields: Fields, faults: Fault[]): WantedRequirement | undefined {
  const node = fields.get("path");
  const path = node && lineOf(node);
  const fault = (message: string, hint: string): undefined => {
    faults.push({ at: (node ?? table).start, message, hint });
  };
  if (isBuiltin(name))
    return fault(`found a path for ${quote(name)}, expected a range: it ships with the game`, RANGE_HINT);
  if (node === undefined) {
    if (fields.has("path") || fields.has("version")) return undefined;
    return fault(`"version" or "path" is missing for ${quote(name)}`, TABLE_HINT);
  }
  if (path === undefined || path.trim() === "") {
    return fault(`found ${describeNode(node)} for "path", expected the mod's folder or zip`, PATH_HINT);
  }
  const forbidden = forbiddenPlace(path);
  if (forbidden) return fault(`found ${forbidden}, for "path", expected a relative path`, PATH_HINT);
  if (!isRelativePath(path)) return fault(`found ${quote(path)} for "path", expected a relative path`, PATH_HINT);
  return { kind: "path", path: withSlashes(path) };
}
