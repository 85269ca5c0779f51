import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import { type Fault, positionOf, quote } from "./fault.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "./node.ts";
import { syntaxFault } from "./syntax-fault.ts";

/** The largest file in characters: enough for thousands of mods, and read in seconds even in YAML's worst case. */
export const MAX_YAML_LENGTH: number = 1024 * 1024;

/**
 * Reads one YAML document. Anchors, aliases, tags, duplicate keys and keys that are not scalars are faults: a player's
 * file needs none of them, and each has surprised someone.
 *
 * @returns undefined if the document is empty, or if there are faults, which are added to `faults`
 */
export function readYaml(text: string, faults: Fault[]): YamlNode | undefined {
  if (text.length > MAX_YAML_LENGTH) {
    const message = `the file has ${text.length} characters, and at most ${MAX_YAML_LENGTH} can be read`;
    faults.push({ at: 0, message });
    return undefined;
  }
  const tooDeep = DEEP_LINE.exec(text)?.index ?? deepBracket(text);
  if (tooDeep !== undefined) {
    faults.push({
      at: tooDeep,
      message: `found tables or lists nested more than ${MAX_DEPTH} deep, expected a few levels`,
    });
    return undefined;
  }
  const tooMany = crowdedAt(text);
  if (tooMany !== undefined) {
    const message = `found more than ${MAX_MARKS} lines, commas, brackets, quotes and the like up to here, expected fewer`;
    faults.push({ at: tooMany, message, hint: "write one mod or setting per line, as `factorio-lock` itself does." });
    return undefined;
  }
  // The failsafe schema reads every scalar as text, so that `1.10` does not become the number 1.1.
  const document = parseDocument(text, {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const [error] = document.errors;
  if (error) {
    faults.push(syntaxFault(error.code, error.pos[0], text, document));
    return undefined;
  }
  const before = faults.length;
  const root = document.contents ? convert(document.contents as Node, text, faults) : undefined;
  return faults.length > before ? undefined : root;
}

/**
 * The most characters with a meaning in YAML that a file may have: the YAML library takes a tenth of a millisecond for
 * each, and for some the time grows faster than their number. Text that `readPlainYaml` reads is not limited.
 */
const MAX_MARKS = 8000;

/** The offset of the first such character beyond the limit; undefined if there are not too many. */
function crowdedAt(text: string): number | undefined {
  const mark = /[\n\r\t,[\]{}&*!?|>%"'#\\]|[:-](?=\s|$)/g;
  for (let count = 0; mark.test(text); count++) if (count >= MAX_MARKS) return mark.lastIndex - 1;
  return undefined;
}

/**
 * The deepest nesting. The YAML library is recursive, and a stack overflow inside a regular expression would end the
 * process.
 */
const MAX_DEPTH = 200;

/** A line whose indentation, including `-` and `?` marks, allows deeper nesting. */
const DEEP_LINE = new RegExp(`^[ \\t?-]{${MAX_DEPTH + 1}}`, "m");

/** The offset of a bracket that is nested too deeply; undefined if there is none. Brackets in quotes and comments count. */
function deepBracket(text: string): number | undefined {
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === "[" || bracket === "{" ? 1 : -1));
    if (depth > MAX_DEPTH) return index;
  }
  return undefined;
}

function convert(node: Node, text: string, faults: Fault[]): YamlNode {
  const [start, end] = node.range ?? [0, 0];
  const fault = (message: string, hint: string): void => {
    faults.push({ at: start, message, hint });
  };
  if (isAlias(node)) fault(`${quote(`*${node.source}`)} is a YAML alias, expected a value`, QUOTE_HINT);
  else if (node.tag !== undefined) {
    fault(`${quote(node.tag)} is a YAML tag, expected a value`, QUOTE_HINT);
  } else if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) {
    fault(`${quote(`&${node.anchor}`)} is a YAML anchor, expected a value`, QUOTE_HINT);
  }
  if (isMap(node))
    return { kind: "mapping", flow: node.flow === true, entries: convertPairs(node, text, faults), start, end };
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node, text, faults));
    return { kind: "sequence", items, start, end };
  }
  if (!isScalar(node)) return emptyScalar(start);
  const style = node.type?.startsWith("BLOCK") ? "block" : node.type?.startsWith("QUOTE") ? "quoted" : "plain";
  return { kind: "scalar", text: typeof node.value === "string" ? node.value : "", style, start, end };
}

function convertPairs(map: YAMLMap, text: string, faults: Fault[]): YamlEntry[] {
  const entries: YamlEntry[] = [];
  const seen = new Map<string, number>();
  for (const pair of map.items) {
    const key = convert(pair.key as Node, text, faults);
    if (key.kind !== "scalar") {
      faults.push({ at: key.start, message: "a list or table stands where a name was expected", hint: QUOTE_HINT });
      continue;
    }
    const first = seen.get(key.text);
    if (first !== undefined) {
      faults.push({
        at: key.start,
        message: `${quote(key.text)} stands here a second time, expected once`,
        hint: `keep one of the two: the other is in line ${lineOfFirst(text, first, faults)}`,
      });
      continue;
    }
    seen.set(key.text, key.start);
    const value = pair.value ? convert(pair.value as Node, text, faults) : emptyScalar(key.end);
    entries.push({ key, value });
  }
  return entries;
}

/**
 * The line of the first occurrence. It is not computed after many faults: only the first ones are reported, and
 * counting lines takes time.
 */
function lineOfFirst(text: string, at: number, faults: readonly Fault[]): number {
  return faults.length < 20 ? positionOf(text, at).line : 0;
}

function emptyScalar(at: number): YamlScalar {
  return { kind: "scalar", text: "", style: "plain", start: at, end: at };
}

const QUOTE_HINT = "put a text that starts with a special character into double quotes.";
