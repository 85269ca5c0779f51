import { isSafeName } from "../mod/mod-name.ts";
import { parseVersion } from "../version/version.ts";
import { type Fault, quote } from "../yaml/fault.ts";
import { describeNode, knownFields, lineOf, tableOf } from "../yaml/fields.ts";
import type { YamlNode } from "../yaml/node.ts";
import { PACK_KEYS, type PackInfo, type PackKey } from "./manifest.ts";

const HINTS: Readonly<Record<PackKey, string>> = {
  name: "write a name as a mod has one, like `name: friday-pack`.",
  version: "write three numbers, like `version: 1.4.0`.",
  title: "write one line, like `title: Friday pack`.",
  author: "write one line, like `author: somebody`.",
  from: "write the address of a pack, like `from: https://example.com/friday.pack.json`.",
};

/** Decodes the manifest's `pack`; undefined if there is none. Source: docs/manifest.md, "All keys". */
export function decodePack(node: YamlNode | undefined, faults: Fault[]): PackInfo | undefined {
  const table = tableOf(node, "pack", faults, "write `pack: { name: friday-pack, version: 1.4.0 }`");
  if (table === undefined) return undefined;
  const fields = knownFields(table, PACK_KEYS, faults);
  const pack: { [Key in PackKey]?: string } = {};
  for (const key of PACK_KEYS) {
    const value = fields.get(key);
    if (value === undefined) continue;
    const text = lineOf(value);
    if (text !== undefined && packFault(key, text) === undefined) pack[key] = text;
    else {
      const expected = (text === undefined ? undefined : packFault(key, text)) ?? "one line of text";
      faults.push({
        at: value.start,
        message: `found ${describeNode(value)} for ${quote(key)}, expected ${expected}`,
        hint: HINTS[key],
      });
    }
  }
  return pack;
}

/** The form that a value of this key of `pack` must have; undefined if the value is valid. */
export function packFault(key: PackKey, text: string): string | undefined {
  if (text.trim() === "" || text.length > MAX_LENGTH || /[\p{Cc}\u2028\u2029]/u.test(text))
    return "one short line of text";
  if (key === "name" && (!isSafeName(text) || text === "core")) return "a name as a mod has one";
  if (key === "version" && parseVersion(text)?.text.split(".").length !== 3) return "three numbers";
  if (key === "from" && !isPackAddress(text)) return "an https:// address";
  return undefined;
}

const MAX_LENGTH = 1000;

/** Whether a pack may be fetched from an address: by https, or by plain http from this machine. */
function isPackAddress(text: string): boolean {
  return /^https:\/\/[^\s/@]+(?:[/?#]|$)|^http:\/\/(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?(?:[/?#]|$)/i.test(
    text,
  );
}
