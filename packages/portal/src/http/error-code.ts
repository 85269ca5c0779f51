/** Our code for answers that are not HTTP, for which undici's parser mostly gives none. */
export const NOT_HTTP = "NOT_HTTP";

/** The first code in an error's chain of causes; `""` if there is none. */
export function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at.name === "HTTPParserError") return NOT_HTTP;
    const { code } = at as { code?: unknown };
    if (typeof code === "string" && code !== "UND_ERR_ABORTED") return code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return "";
}

/** The first error of this class among an error and its causes. */
export function causeOf<T extends Error>(error: unknown, kind: abstract new (...args: never[]) => T): T | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof kind) return at;
  }
  return undefined;
}
