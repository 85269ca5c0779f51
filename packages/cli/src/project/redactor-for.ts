import { createRedactor, type Redactor, Token } from "@factorio-lock/portal";

/** Creates a redactor that hides the token of the environment from the start, before anything looks for credentials. */
export function redactorFor(env: Readonly<Record<string, string | undefined>>): Redactor {
  const redactor = createRedactor();
  const token = env["FACTORIO_TOKEN"];
  if (token) redactor.hide(new Token(token));
  return redactor;
}
