import { cleanText } from "@factorio-lock/core";
import { redact } from "../credentials/token.ts";

/** Any text, fit for a message: one line, nothing that hides or steers, none of the secrets, at most 200 characters. */
export function printable(text: string, secrets: readonly string[] = []): string {
  // Secrets go first: of one that is cut in two, the first half would not be known.
  return cleanText(redact(text, secrets).slice(0, 1000)).replace(/\s+/g, " ").trim().slice(0, 200);
}
