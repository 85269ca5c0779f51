import type { FactorioLockError } from "@factorio-lock/core";
import { cleanJson } from "./outgoing.ts";

/** What `--json` says of a failure. Source: contract section 5. */
interface FailureDocument {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly explanation?: readonly string[];
  readonly suggestions?: readonly string[];
}

/** The one document of `--json`, ended by a line feed. */
export function formatDocument(
  command: string,
  data: object,
  failure: FactorioLockError | undefined,
  redact: (text: string) => string,
): string {
  const document = {
    schemaVersion: 1,
    command,
    ok: failure === undefined,
    ...data,
    ...(failure ? { error: describe(failure) } : {}),
  };
  return redact(`${cleanJson(JSON.stringify(document, null, 2))}\n`);
}

function describe(failure: FactorioLockError): FailureDocument {
  return {
    code: failure.code,
    message: failure.message,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    ...(failure.explanation.length > 0 ? { explanation: failure.explanation } : {}),
    ...(failure.suggestions.length > 0 ? { suggestions: failure.suggestions } : {}),
  };
}
