import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { FactorioLockError } from "@factorio-lock/core";
import type { Credentials } from "./credentials.ts";

/** Who may download. Source: contract section 7. */
export interface Users {
  /** Whether a users file decides; without one any non-empty name and token will do. */
  readonly closed: boolean;
  /** Whether the name and token are those of a user. */
  accept(credentials: Credentials): Promise<boolean>;
  /** The token of a user who shows a password; undefined when it is wrong. A user's token is the password too. */
  signIn(username: string, password: string): Promise<string | undefined>;
}

/** Users without a file: any non-empty name and token will do. */
export function anyUsers(): Users {
  const key = randomBytes(32);
  return {
    closed: false,
    accept: async ({ username, token }) => username !== "" && token !== "",
    signIn: async (username, password) =>
      username === "" || password === ""
        ? undefined
        : createHmac("sha256", key).update(username).digest("hex").slice(0, 30),
  };
}

/**
 * The users of a file with a line `user:token` or `user:sha256:HEX` for each, where HEX is the SHA-256 of the token.
 * Blank lines and lines that start with `#` say nothing. A changed file is read again; while it cannot be read the
 * users known before stay.
 *
 * @throws FactorioLockError `USAGE` when the file cannot be read at first.
 */
export async function openUsers(file: string): Promise<Users> {
  const stamp = async (): Promise<string> => {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  };
  let known = new Map<string, Buffer>();
  let readAt = "";
  try {
    readAt = await stamp();
    known = parseUsers(await readFile(file, "utf8"), file);
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    throw new FactorioLockError("USAGE", `The users file ${file} cannot be read.`, {
      hint: "Write a text file with one line `user:token` for each user.",
      cause: error,
    });
  }
  const current = async (): Promise<Map<string, Buffer>> => {
    try {
      const now = await stamp();
      if (now !== readAt) {
        known = parseUsers(await readFile(file, "utf8"), file);
        readAt = now;
      }
    } catch {
      return known;
    }
    return known;
  };
  const accept = async ({ username, token }: Credentials): Promise<boolean> => {
    const expected = (await current()).get(username);
    const same = timingSafeEqual(sha256(token), expected ?? NOBODY);
    return same && expected !== undefined;
  };
  return {
    closed: true,
    accept,
    signIn: async (username, password) => ((await accept({ username, token: password })) ? password : undefined),
  };
}

/** Compared with where the name is unknown, so that an answer takes as long for any name. */
const NOBODY = randomBytes(32);

/** The SHA-256 of each user's token, by name. */
function parseUsers(text: string, file: string): Map<string, Buffer> {
  const users = new Map<string, Buffer>();
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const match = /^([^:\s]+):(?:sha256:([0-9a-f]{64})|(?!sha256:)(\S+))$/i.exec(line);
    if (!match) {
      throw new FactorioLockError("USAGE", `${file}:${at + 1}: this line does not name a user.`, {
        hint: "Write `user:token`, or `user:sha256:` and the 64 hex digits of the token's SHA-256.",
      });
    }
    const [, user = "", hash, token = ""] = match;
    users.set(user, hash === undefined ? sha256(token) : Buffer.from(hash, "hex"));
  }
  return users;
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
