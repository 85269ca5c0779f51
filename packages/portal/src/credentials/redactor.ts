import { redact, type Token } from "./token.ts";

/** Removes secrets from text that leaves a program: the tokens that it was given, and what addresses carry. */
export interface Redactor {
  /** Removes this token from all text from now on. */
  readonly hide: (token: Token) => void;
  readonly redact: (text: string) => string;
}

/** A redactor that knows no token yet. A program has one, and gives it to whatever finds tokens. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    hide(token) {
      secrets.add(token.reveal());
    },
    redact: (text) => redact(text, [...secrets]),
  };
}
