import { FactorioLockError } from "@factorio-lock/core";
import type { Credentials } from "@factorio-lock/portal";
import { portalUrlOf, withPortal } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import type { LoginResult } from "./result.ts";

/** Options of `login`. */
export interface LoginOptions {
  readonly username?: string | undefined;
  /** A token, read from standard input; without one the user is asked for a password. */
  readonly token?: string | undefined;
}

/**
 * Checks credentials with the portal and keeps them in the login file, mode 0600.
 *
 * @throws FactorioLockError USAGE for an e-mail address as the user name, or without a terminal to ask on; AUTH_REJECTED if
 *   the portal refuses; PORTAL_*.
 */
export async function login(context: Context, options: LoginOptions = {}): Promise<LoginResult> {
  if (options.username?.includes("@")) {
    throw new FactorioLockError(
      "USAGE",
      `--username takes the user name, and "${options.username}" is an e-mail address.`,
      {
        hint: "the user name is the one on https://factorio.com/profile.",
      },
    );
  }
  const { saveLogin } = await import("@factorio-lock/portal");
  const { username, token } = await (options.token === undefined
    ? byPassword(context, options)
    : byToken(context, options));
  context.redactor.hide(token);
  const portal = new URL(await portalUrlOf(context)).origin;
  const file = await saveLogin(context.configDirectory, portal, { username, token });
  return { username, portal, file };
}

async function byToken(context: Context, { username, token = "" }: LoginOptions): Promise<Credentials> {
  if (username === undefined) {
    throw new FactorioLockError("USAGE", "--token-stdin needs --username NAME.", {
      hint: "the name is the one on https://factorio.com/profile, not the e-mail address.",
    });
  }
  const secret = token.trim();
  if (!/^[\x21-\x7e]{4,200}$/.test(secret)) {
    throw new FactorioLockError("USAGE", "The text on standard input is not a token.", {
      hint: "copy the token from https://factorio.com/profile; it is one line of letters and digits.",
    });
  }
  const { Token } = await import("@factorio-lock/portal");
  const credentials = { username, token: new Token(secret), source: "standard input" };
  context.redactor.hide(credentials.token);
  await withPortal(context, {}, (portal) => portal.bookmarks(credentials, { signal: context.signal }));
  return credentials;
}

async function byPassword(context: Context, options: LoginOptions): Promise<Credentials> {
  const { ask, signal } = context;
  if (!ask) {
    throw new FactorioLockError("USAGE", "There is no terminal to ask for a password.", {
      hint: "use `factorio-lock login --username NAME --token-stdin`, or see `factorio-lock help credentials`.",
    });
  }
  const username = options.username ?? (await ask.text("User name or e-mail address on factorio.com"));
  const password = await ask.secret("Password (not shown, not kept)");
  return withPortal(context, {}, async (portal) => {
    const first = await portal.signIn({ username, password }, { signal });
    if (first.kind === "signed-in") return first.credentials;
    const emailCode = await ask.text("The code that was sent to you by e-mail");
    const second = await portal.signIn({ username, password, emailCode }, { signal });
    if (second.kind === "signed-in") return second.credentials;
    throw new FactorioLockError("AUTH_REJECTED", "The portal did not accept the code.", {
      hint: "run `factorio-lock login` again; each code is good for a short time only.",
    });
  });
}
