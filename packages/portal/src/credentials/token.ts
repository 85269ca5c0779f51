/**
 * A secret that cannot be printed or serialised: text, JSON and inspection show `[token]`. Only `reveal` gives the
 * value, at the place where it is sent.
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

/** Shorter values are not replaced in a text: they occur in plain words, and `[token]` in their place would give them away. */
const SHORTEST_HIDDEN = 4;

const SECRET_PARAMETER = /\b(username|token|secure|password|email_authentication_code)=(?:\[hidden\]|[^&\s"'<>)]*)/gi;
// It begins at the slashes: looking for a scheme before them takes quadratic time in a long word.
const ADDRESS_LOGIN = /(:\/\/)[^\s/@"']+@/g;

/**
 * The text without secrets: the given values, the parameters of an address that carry credentials or a signature, and a
 * login inside an address.
 *
 * @example redact("https://host/download/a/b?username=me&token=secret", []) // …?username=[hidden]&token=[hidden]
 */
export function redact(text: string, secrets: readonly string[]): string {
  return redactAddresses(hideTokens(text, secrets));
}

/** The text without the secrets that addresses in it carry: credentials, signatures, logins. Every other word stays. */
export function redactAddresses(text: string): string {
  return text.replace(SECRET_PARAMETER, "$1=[hidden]").replace(ADDRESS_LOGIN, "$1[hidden]@");
}

/**
 * Text of the other side without secrets, as by `redact`; empty where it has a secret that is too short to be replaced, as
 * nobody can tell then whether the text repeats it.
 */
export function redactForeign(text: string, secrets: readonly string[]): string {
  const short = secrets.filter((value) => value !== "" && value.length < SHORTEST_HIDDEN);
  return short.some((value) => text.includes(value)) ? "" : redact(text, secrets);
}

/** Whether one of the secrets occurs in the text, plain or as addresses write it. */
export function holdsToken(text: string, secrets: readonly string[]): boolean {
  return hideTokens(text, secrets) !== text;
}

function hideTokens(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const value of secrets) {
    if (value.length < SHORTEST_HIDDEN) continue;
    // Every encoded form has one of these. Most texts have none, and there are many: each piece of a printed line is one.
    result = /[%+]/.test(result) ? result.replace(anyForm(value), SHOWN) : result.replaceAll(value, SHOWN);
  }
  return result;
}

/** Finds a value, plain or as an address may write it: each character as it is or percent-encoded, a blank as `+`, too. */
function anyForm(value: string): RegExp {
  const forms = (value.match(/./gsu) ?? []).map((character) => {
    const bytes = [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`);
    const encoded = bytes.join("").replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:${character.replace(/[\\^$.*+?()[\]{}|]/, "\\$&")}|${encoded}${character === " " ? "|\\+" : ""})`;
  });
  return new RegExp(forms.join(""), "g");
}
