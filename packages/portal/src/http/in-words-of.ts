import { FactorioLockError } from "@factorio-lock/core";
import type { PortalError } from "../error.ts";

/** Rewords an error about the mod portal for another server, by its host. */
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
