import { type Document, type ErrorCode, isCollection, isScalar, visit } from "yaml";
import { type Fault, quote } from "./fault.ts";

/** Rewords a YAML syntax error for people who do not know YAML's rules. */
export function syntaxFault(code: ErrorCode, at: number, text: string, document: Document): Fault {
  const value = valueBefore(text, at);
  if (value && /^[>*&!|%@`]/.test(value.text) && code !== "TAB_AS_INDENT") {
    return {
      at: value.at,
      message: `found ${value.text} without quotes, expected a text in double quotes`,
      hint: `write ${quote(value.text)}, with the quotes: without them "${value.text[0]}" has a meaning of its own in YAML.`,
    };
  }
  const opened = code === "MISSING_CHAR" || code === "BAD_INDENT" ? openedBefore(document, at, text) : undefined;
  if (opened !== undefined) {
    return { at: opened, message: `found ${text[opened]} that is not closed, expected its end`, hint: CLOSE_HINT };
  }
  const line = lineAt(text, at);
  const [message, hint] = PLAIN_WORDS[code] ?? ["this is not valid YAML"];
  const missingBlank = /^\s*[A-Za-z0-9_-][A-Za-z0-9_ .-]*:\S/.exec(line.text);
  if (code === "MULTILINE_IMPLICIT_KEY" && missingBlank) {
    return {
      at,
      message: `found ${quote(line.text.trim())}, expected a blank after the colon`,
      hint: "write NAME: VALUE.",
    };
  }
  const bareName =
    code === "MULTILINE_IMPLICIT_KEY" || code === "MISSING_CHAR" ? nameWithoutColon(text, at) : undefined;
  if (bareName !== undefined) {
    return { at, message: `a colon is missing after ${quote(bareName)}`, hint: "write NAME: VALUE." };
  }
  return { at, message, ...(hint === undefined ? {} : { hint }) };
}

const CLOSE_HINT = "close every quote and every bracket on the line where it opens.";
const INDENT_HINT = "indent the lines of one table by the same number of blanks.";

const PLAIN_WORDS: Partial<Record<ErrorCode, readonly [message: string, hint?: string]>> = {
  TAB_AS_INDENT: [
    "found a tab at the start of a line, expected blanks",
    "indent with blanks: YAML does not allow tabs there",
  ],
  MISSING_CHAR: ["a quote, comma or bracket is missing here", CLOSE_HINT],
  BAD_DQ_ESCAPE: [
    "found a backslash that starts no known escape, expected plain text",
    'in double quotes write "\\\\" for a backslash, or "/" in a path',
  ],
  BAD_INDENT: ["this line's indentation does not fit the lines above, or a bracket was not closed", INDENT_HINT],
  BLOCK_AS_IMPLICIT_KEY: ["found a second colon in one value, expected one NAME: VALUE a line", INDENT_HINT],
  MULTILINE_IMPLICIT_KEY: ["found a name that goes over two lines, expected NAME: VALUE", INDENT_HINT],
  BLOCK_IN_FLOW: ["found an indented table inside brackets, expected values with commas between", CLOSE_HINT],
  MULTIPLE_DOCS: [
    "found a second document after a line of ---, expected one",
    "remove the line of three dashes or dots",
  ],
  UNEXPECTED_TOKEN: ["found text that belongs to nothing above it, expected NAME: VALUE", INDENT_HINT],
};

/** The offset of the innermost quote or bracket that is still open at `at`. */
function openedBefore(document: Document, at: number, text: string): number | undefined {
  let opened: number | undefined;
  visit(document, {
    Node: (_key, node) => {
      const [start, end] = node.range ?? [0, 0];
      const closes = (isScalar(node) && node.type?.startsWith("QUOTE")) || (isCollection(node) && node.flow === true);
      // A table without braces in a list has no opening character.
      const isSigned = /^["'[{]/.test(text.slice(start, start + 1));
      if (closes && isSigned && end === at && start < at) opened = start;
    },
  });
  return opened;
}

/** Longer lines are cut, since only their start matters and goes into a message. */
const MAX_LINE = 100;

/** The line that contains `at`, shortened to `MAX_LINE`, and its offset. */
function lineAt(text: string, at: number): { text: string; start: number } {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return { text: text.slice(start, start + MAX_LINE).split(/[\r\n]/, 1)[0] ?? "", start };
}

/**
 * The name at the start of a line without a colon, if the line's text starts at `at`: `name "1.0"`, `name >= 1.0` or
 * `name`.
 */
function nameWithoutColon(text: string, at: number): string | undefined {
  const line = lineAt(text, at);
  const words = line.text.replace(/\s#.*$/, "").trimEnd();
  const match = /^(\s*)([A-Za-z0-9_-][^:"'#{}[\]]*?)(?:\s+["'^~<>=!*{\d][^:]*)?$/.exec(words);
  return match && line.start + (match[1] as string).length === at ? match[2] : undefined;
}

/** The unquoted value of the `name: value` line that contains `at`, with its offset. */
function valueBefore(text: string, at: number): { text: string; at: number } | undefined {
  const line = lineAt(text, at);
  const match = /^(\s*[^\s:#"'{}[\]][^:#"'{}[\]]*:\s+)(\S.*)$/.exec(line.text);
  if (!match) return undefined;
  const value = (match[2] as string).replace(/\s+#.*$/, "").trim();
  return { text: value, at: line.start + (match[1] as string).length };
}
