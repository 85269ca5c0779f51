import { randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { makePrivateFolder, renameOver } from "@factorio-lock/disk";
import type { Credentials } from "./credentials.ts";
import { readJsonFile } from "./read-json-file.ts";
import { Token } from "./token.ts";

/** The path of our own login file. Source: docs/security.md, "Credentials". */
export function loginFile(configDirectory: string): string {
  return join(configDirectory, "credentials.json");
}

/** The login for one portal. */
export interface Login {
  /** The portal's origin: `https://mods.factorio.com`. */
  readonly portal: string;
  readonly username: string;
  readonly token: Token;
}

/** The content of our login file. */
export interface Logins {
  readonly logins: readonly Login[];
  /** Whether it contains a login of an older version, which has no portal and therefore cannot be used. */
  readonly hasNameless: boolean;
}

/** Reads our login file. A missing or unreadable file counts as empty. */
export async function readLogins(configDirectory: string): Promise<Logins> {
  const json = await readJsonFile(loginFile(configDirectory));
  const entries: readonly unknown[] = Array.isArray(json?.["logins"]) ? json["logins"] : [];
  const hasNameless = typeof json?.["username"] === "string" && typeof json["token"] === "string";
  return { logins: entries.flatMap((entry) => readLogin(entry) ?? []), hasNameless };
}

function readLogin(entry: unknown): Login | undefined {
  const { portal, username, token } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof portal !== "string" || typeof username !== "string" || typeof token !== "string") return undefined;
  if (username.trim() === "" || token.trim() === "" || !URL.canParse(portal)) return undefined;
  return { portal: new URL(portal).origin, username: username.trim(), token: new Token(token.trim()) };
}

/**
 * Saves credentials for a portal in our login file, which only the user can read and which is replaced atomically.
 * Logins for other portals stay.
 *
 * @param portal its origin
 * @returns the file's path. @throws `FAILED` if it cannot be written.
 */
export async function saveLogin(
  configDirectory: string,
  portal: string,
  { username, token }: Pick<Credentials, "username" | "token">,
): Promise<string> {
  const { logins } = await readLogins(configDirectory);
  const others = logins.filter((login) => login.portal !== portal);
  return write(configDirectory, [...others, { portal, username, token }]);
}

/**
 * Removes the login for a portal, or all logins.
 *
 * @param portal its origin; undefined for all portals
 * @returns the portals whose logins were removed. @throws `FAILED` if the file cannot be changed.
 */
export async function removeLogin(configDirectory: string, portal?: string): Promise<readonly string[]> {
  const path = loginFile(configDirectory);
  const { logins, hasNameless } = await readLogins(configDirectory);
  const left = logins.filter((login) => portal !== undefined && login.portal !== portal);
  const gone = logins.filter((login) => !left.includes(login)).map((login) => login.portal);
  if (left.length > 0) {
    if (gone.length > 0 || hasNameless) await write(configDirectory, left);
    return gone;
  }
  try {
    await rm(path);
    return gone;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new FactorioLockError("FAILED", `The login in ${path} cannot be deleted.`, {
      hint: "delete the file yourself.",
      cause,
    });
  }
}

async function write(configDirectory: string, logins: readonly Login[]): Promise<string> {
  const path = loginFile(configDirectory);
  const sorted = logins.toSorted((a, b) => (a.portal < b.portal ? -1 : 1));
  const entries = sorted.map(({ portal, username, token }) => ({ portal, username, token: token.reveal() }));
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    makePrivateFolder(configDirectory);
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ logins: entries }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, path);
    return path;
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    if (cause instanceof FactorioLockError) throw cause;
    throw new FactorioLockError("FAILED", `The login cannot be saved in ${path}.`, {
      hint: "check that you may write to the folder, or set FACTORIO_USERNAME and FACTORIO_TOKEN instead.",
      cause,
    });
  }
}
