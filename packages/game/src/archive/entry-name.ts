import { latin1, utf8 } from "../bytes/bytes.ts";

/**
 * The name of an entry of a zip, made comparable: `/` between folders also where the zip has `\`, without `.`, without
 * empty parts but for the one that ends the name of a folder. It is only compared and shown, never made a path.
 *
 * @param raw the bytes of the zip
 * @param isUtf8 whether the zip says that they are UTF-8. Else only ASCII letters are sure: what is no UTF-8 is taken as
 *   Latin-1.
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
