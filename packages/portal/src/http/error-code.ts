/** undici's parser gives no code for most of what is not HTTP. */
export const NOT_HTTP = "NOT_HTTP";

/** The code of a failed connection, wherever in a chain of causes it stands; `""` where none has one. */
export function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at.name === "HTTPParserError") return NOT_HTTP;
    const { code } = at as { code?: unknown };
    if (typeof code === "string" && code !== "UND_ERR_ABORTED") return code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return "";
}

/** The first of an error and its causes that is of this class. */
export function causeOf<T extends Error>(error: unknown, kind: abstract new (...args: never[]) => T): T | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof kind) return at;
  }
  return undefined;
}
