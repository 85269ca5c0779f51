import { cleanJson, type FactorioLockError } from "@factorio-lock/core";
import { redactAddresses } from "@factorio-lock/portal";
import type { Failure } from "../result/failure.ts";

/**
 * The one document of `--json`, ended by a line feed. Text for people is redacted, value by value. Names, versions and paths
 * were validated and are left unchanged, even if they contain the token; text by mod authors was redacted by the command.
 */
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
  return `${cleanJson(JSON.stringify(withoutSecrets(document, redact), null, 2))}\n`;
}

/** The keys whose values are text for people, anywhere in a document: in an error, a warning, a check of `doctor`. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(["message", "hint", "causes", "explanation"]);

function withoutSecrets(value: unknown, redact: (text: string) => string, key = ""): unknown {
  if (typeof value === "string") {
    if (FOR_PEOPLE.has(key)) return redact(value);
    // A suggested command repeats an address of the failed one.
    return key === "suggestions" ? redactAddresses(value) : value;
  }
  if (Array.isArray(value)) return value.map((entry: unknown) => withoutSecrets(entry, redact, key));
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutSecrets(part, redact, name)]));
}

function describe(failure: FactorioLockError): Failure {
  return {
    code: failure.code,
    message: failure.message,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    ...(failure.causes.length > 0 ? { causes: failure.causes } : {}),
    ...(failure.explanation.length > 0 ? { explanation: failure.explanation } : {}),
    ...(failure.suggestions.length > 0 ? { suggestions: failure.suggestions } : {}),
    ...(failure.exact === undefined ? {} : { exact: failure.exact }),
  };
}
