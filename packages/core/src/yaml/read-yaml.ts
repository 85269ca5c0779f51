import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import { type Fault, positionOf, quote } from "./fault.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "./node.ts";
import { syntaxFault } from "./syntax-fault.ts";

/** The most characters of a file: thousands of mods, and few seconds for the worst that YAML can do. */
export const MAX_YAML_LENGTH: number = 1024 * 1024;

/**
 * Reads one YAML document. Anchors, aliases, tags, keys given twice and keys that are not plain words are faults: a
 * player's file needs none of them, and each has surprised someone.
 *
 * @returns undefined when the document is empty, or when there are faults (added to `faults`).
 */
export function readYaml(text: string, faults: Fault[]): YamlNode | undefined {
  if (text.length > MAX_YAML_LENGTH) {
    const message = `the file has ${text.length} characters, and at most ${MAX_YAML_LENGTH} can be read`;
    faults.push({ at: 0, message });
    return undefined;
  }
  const deep = DEEP_LINE.exec(text)?.index ?? deepBracket(text);
  if (deep !== undefined) {
    faults.push({
      at: deep,
      message: `found tables or lists nested more than ${MAX_DEPTH} deep, expected a few levels`,
    });
    return undefined;
  }
  const crowded = crowdedAt(text);
  if (crowded !== undefined) {
    const message = `found more than ${MAX_MARKS} lines, commas, brackets, quotes and the like up to here, expected fewer`;
    faults.push({ at: crowded, message, hint: "write one mod or setting per line, as `factorio-lock` itself does." });
    return undefined;
  }
  // The failsafe schema leaves every scalar a text: `1.10` is not the number 1.1.
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
 * The YAML library takes a tenth of a millisecond for each sign that has a meaning in YAML, and for some much more the more
 * there are. What `readPlainYaml` reads may have any number of them.
 */
const MAX_MARKS = 8000;

/** The offset of the sign with which there are too many. */
function crowdedAt(text: string): number | undefined {
  const mark = /[\n\r\t,[\]{}&*!?|>%"'#\\]|[:-](?=\s|$)/g;
  for (let count = 0; mark.test(text); count++) if (count >= MAX_MARKS) return mark.lastIndex - 1;
  return undefined;
}

/** The YAML library recurses, and a stack that overflows inside a regular expression ends the process. */
const MAX_DEPTH = 200;

/** A line whose indentation (with the marks of lists and keys) lets it be deeper. */
const DEEP_LINE = new RegExp(`^[ \\t?-]{${MAX_DEPTH + 1}}`, "m");

/** The offset of the bracket that is nested too deep, quotes and comments not minded. */
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

/** Only the first faults are reported, and counting lines for every one of very many would take long. */
function lineOfFirst(text: string, at: number, faults: readonly Fault[]): number {
  return faults.length < 20 ? positionOf(text, at).line : 0;
}

function emptyScalar(at: number): YamlScalar {
  return { kind: "scalar", text: "", style: "plain", start: at, end: at };
}

const QUOTE_HINT = "put a text that starts with a special character into double quotes.";
