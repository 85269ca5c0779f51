import { cleanText } from "@factorio-lock/core";
import { redact } from "../credentials/token.ts";

/**
 * Makes a text safe for a message: one line, no invisible or control characters, no secrets, at most 200 characters.
 */
export function printable(text: string, secrets: readonly string[] = []): string {
  // Secrets are removed before cutting: half a secret would not be recognised.
  return cleanText(redact(text, secrets).slice(0, 1000)).replace(/\s+/g, " ").trim().slice(0, 200);
}
