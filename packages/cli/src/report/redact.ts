import { redact, Token } from "@factorio-lock/portal";

/**
 * Makes the function that removes secrets from all text that leaves the program: every token that was read,
 * and the one in the environment from the start.
 */
export function redactor(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const token = env["FACTORIO_TOKEN"];
  if (token) new Token(token);
  return redact;
}
