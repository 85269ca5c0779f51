import { redact, type Token } from "./token.ts";

/** Removes secrets from a program's output: the hidden tokens, and credentials in URLs. */
export interface Redactor {
  /** Removes this token from all text from now on. */
  readonly hide: (token: Token) => void;
  readonly redact: (text: string) => string;
}

/** Creates a redactor without tokens. A program has one and passes it to all code that finds tokens. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    hide(token) {
      secrets.add(token.reveal());
    },
    redact: (text) => redact(text, [...secrets]),
  };
}
