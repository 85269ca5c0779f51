/**
 * A secret that cannot be printed or serialised by accident: string conversion, JSON and inspection give `[token]`.
 * Only `reveal` returns the value, for sending it.
 */
export class Token {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }
}

Object.defineProperty(Token.prototype, Symbol.for("nodejs.util.inspect.custom"), { value: () => SHOWN });

const SHOWN = "[token]";

/** Shorter values are not replaced: they occur in ordinary words, where `[token]` would give them away. */
const MIN_HIDDEN_LENGTH = 4;

const SECRET_PARAMETER = /\b(username|token|secure|password|email_authentication_code)=(?:\[hidden\]|[^&\s"'<>)]*)/gi;
// The pattern starts at the slashes: matching a scheme before them would take quadratic time in a long word.
const ADDRESS_LOGIN = /(:\/\/)[^\s/@"']+@/g;

/**
 * Removes secrets from a text: the given values, URL parameters with credentials or a signature, and logins inside
 * URLs.
 *
 * @example redact("https://host/download/a/b?username=me&token=secret", []) // …?username=[hidden]&token=[hidden]
 */
export function redact(text: string, secrets: readonly string[]): string {
  return redactAddresses(hideTokens(text, secrets));
}

/** Removes secrets from URLs in a text: credentials, signatures and logins. Everything else stays. */
export function redactAddresses(text: string): string {
  return text.replace(SECRET_PARAMETER, "$1=[hidden]").replace(ADDRESS_LOGIN, "$1[hidden]@");
}

/**
 * Removes secrets from text received from a server, like `redact`. Returns "" if the text contains a secret too short
 * to be replaced, since it may be a repetition of that secret.
 */
export function redactForeign(text: string, secrets: readonly string[]): string {
  const short = secrets.filter((value) => value !== "" && value.length < MIN_HIDDEN_LENGTH);
  return short.some((value) => text.includes(value)) ? "" : redact(text, secrets);
}

/** Whether one of the secrets occurs in the text, plain or URL-encoded. */
export function holdsToken(text: string, secrets: readonly string[]): boolean {
  return hideTokens(text, secrets) !== text;
}

function hideTokens(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const value of secrets) {
    if (value.length < MIN_HIDDEN_LENGTH) continue;
    // Fast path: every encoded form contains % or +, and most of the many texts contain neither.
    result = /[%+]/.test(result) ? result.replace(anyForm(value), SHOWN) : result.replaceAll(value, SHOWN);
  }
  return result;
}

/** A pattern for a value, plain or URL-encoded: each character literal or percent-encoded, a blank also as `+`. */
function anyForm(value: string): RegExp {
  const forms = (value.match(/./gsu) ?? []).map((character) => {
    const bytes = [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`);
    const encoded = bytes.join("").replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:${character.replace(/[\\^$.*+?()[\]{}|]/, "\\$&")}|${encoded}${character === " " ? "|\\+" : ""})`;
  });
  return new RegExp(forms.join(""), "g");
}
