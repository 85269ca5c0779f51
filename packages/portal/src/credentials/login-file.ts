import { randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder, renameOver } from "@factorio-lock/disk";
import type { Credentials } from "./credentials.ts";

/** The path of our own login file. Source: contract section 5. */
export function loginFile(configDirectory: string): string {
  return join(configDirectory, "credentials.json");
}

/**
 * Keeps credentials in our own login file: readable by the user alone, replaced in one rename.
 *
 * @returns its path. @throws `FAILED` when it cannot be written.
 */
export async function saveLogin(
  configDirectory: string,
  { username, token }: Pick<Credentials, "username" | "token">,
): Promise<string> {
  const path = loginFile(configDirectory);
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    makeFolder(configDirectory, 0o700);
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ username, token: token.reveal() }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, path);
    return path;
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new FactorioLockError("FAILED", `The login cannot be kept in ${path}.`, {
      hint: "check that the folder can be written to, or set FACTORIO_USERNAME and FACTORIO_TOKEN instead",
      cause,
    });
  }
}

/** Deletes our own login file. @returns whether there was one. @throws `FAILED` when it cannot be deleted. */
export async function removeLogin(configDirectory: string): Promise<boolean> {
  const path = loginFile(configDirectory);
  try {
    await rm(path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw new FactorioLockError("FAILED", `The login in ${path} cannot be deleted.`, {
      hint: "delete the file by hand",
      cause,
    });
  }
}
