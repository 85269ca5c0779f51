import { FactorioLockError } from "@factorio-lock/core";
import type { PortalError } from "../error.ts";

/** A failure with the host where its words speak of a portal: for servers that are none. */
export function inWordsOf({ host }: URL, { code, message, hint, cause }: PortalError): FactorioLockError {
  const words = message
    .replace(/^The answer of the mod portal/, `The answer of ${host}`)
    .replace(/^The mod portal/, host);
  const advice = hint
    ?.replace("the address of the portal", "the address")
    .replace("the portal's host", host)
    .replace("the portal or a proxy", `${host} or a proxy`);
  return new FactorioLockError(code, words, { ...(advice === undefined ? {} : { hint: advice }), cause });
}
