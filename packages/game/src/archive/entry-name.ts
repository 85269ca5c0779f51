import { latin1, utf8 } from "../bytes/bytes.ts";

/**
 * Normalizes the name of a zip entry for comparison: `\` becomes `/`; `.` and empty parts are removed, except the empty
 * part at the end of a folder's name. The result is only compared and shown, never used as a path.
 *
 * @param raw the bytes of the name in the zip
 * @param isUtf8 whether the zip marks the name as UTF-8. Otherwise a name that is not valid UTF-8 is read as Latin-1.
 */
export function readableName(raw: Uint8Array, isUtf8: boolean): string {
  const text = decode(raw, isUtf8);
  if (!/\\|^\/|\/\/|(?:^|\/)\.\//.test(text)) return text;
  const parts = text.split(/[\\/]/);
  return parts.filter((part, at) => part !== "." && (part !== "" || at === parts.length - 1)).join("/");
}

function decode(raw: Uint8Array, isUtf8: boolean): string {
  const text = utf8(raw);
  return isUtf8 || !text.includes("\ufffd") ? text : latin1(raw);
}
