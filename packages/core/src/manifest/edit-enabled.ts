import type { YamlEntry, YamlNode } from "../yaml/node.ts";
import { printQuoted } from "../yaml/print.ts";
import { insertEntry, removeEntry, replaceValue } from "./edit-text.ts";

/** Disables a mod in a manifest's text. Its requirement is kept, with quotes and comments. */
export function disableEntry(text: string, entry: YamlEntry): string {
  const { value } = entry;
  if (value.kind === "mapping") {
    const enabled = fieldOf(value, "enabled");
    if (enabled) return replaceValue(text, enabled, () => "false");
    return insertEntry(text, value, "enabled", "false", value.entries.map(({ key }) => key.text).toReversed());
  }
  if (value.kind !== "scalar" || isFalse(value)) return text;
  const { text: range, style } = value;
  return replaceValue(text, entry, (like) => {
    const isBare = style === "plain" && /^[\w^~.*-][\w ^~.*-]*$/.test(like);
    const printed = style === "quoted" || isBare ? like : printQuoted(range);
    return `{ version: ${printed}, enabled: false }`;
  });
}

/** Enables a mod again in a manifest's text, with the requirement that it had before. */
export function enableEntry(text: string, entry: YamlEntry): string {
  const { value } = entry;
  if (value.kind !== "mapping") return text;
  const [enabled, version] = [fieldOf(value, "enabled"), fieldOf(value, "version")];
  if (!enabled) return text;
  const hasLines = !value.flow || text.slice(value.start, value.end).includes("\n");
  if (version && !hasLines) return replaceValue(text, entry, () => text.slice(version.value.start, version.value.end));
  return removeEntry(text, value, enabled);
}

function fieldOf(node: YamlNode, name: string): YamlEntry | undefined {
  return node.kind === "mapping" ? node.entries.find(({ key }) => key.text === name) : undefined;
}

function isFalse(node: YamlNode): boolean {
  return node.kind === "scalar" && node.style === "plain" && /^false$/i.test(node.text);
}
