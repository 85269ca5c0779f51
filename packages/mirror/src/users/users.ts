import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { FactorioLockError } from "@factorio-lock/core";
import { fileId, ignoreMissing } from "@factorio-lock/disk";
import type { Credentials } from "./credentials.ts";

/** Who may download. Source: docs/mirror.md, "Who may download". */
export interface Users {
  /** Whether there is a users file; without one any non-empty name and token are accepted. */
  readonly closed: boolean;
  /** Whether a download needs neither name nor token. */
  readonly anonymous: boolean;
  /** Whether the name and token belong to a user. */
  accept(credentials: Credentials): Promise<boolean>;
  /** Signs a user in: returns the token, or undefined if the password is wrong. The token is also the password. */
  signIn(username: string, password: string): Promise<string | undefined>;
}

/** Users without a file: any non-empty name and token are accepted. */
export function anyUsers(anonymous: boolean): Users {
  const key = randomBytes(32);
  return {
    closed: false,
    anonymous,
    accept: async ({ username, token }) => username !== "" && token !== "",
    signIn: async (username, password) =>
      username === "" || password === ""
        ? undefined
        : createHmac("sha256", key).update(username).digest("hex").slice(0, 30),
  };
}

/**
 * Opens a users file with a line `user:token` or `user:sha256:HEX` for each user, where HEX is the SHA-256 of the
 * token. Blank lines and lines that start with `#` are ignored. A changed file is read again, and then only the users
 * in its valid lines are accepted. While the file is missing, the previous users stay valid.
 *
 * @param onTrouble called once for each change of the file that makes it, or a line of it, unreadable
 * @throws FactorioLockError `USAGE` if the file, or a line of it, cannot be read at first
 */
export async function openUsers(file: string, onTrouble: (message: string) => void = () => {}): Promise<Users> {
  let known: ReadonlyMap<string, Buffer>;
  let readAt: string;
  try {
    readAt = await stampOf(file);
    const { users, faults } = parseUsers(await readFile(file, "utf8"));
    const [at] = faults;
    if (at !== undefined) throw notAUser(file, at);
    known = users;
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    throw new FactorioLockError("USAGE", `The users file ${file} cannot be read.`, {
      hint: "write a text file with one line `user:token` for each user.",
      cause: error,
    });
  }
  const readAgain = async (): Promise<void> => {
    const now = (await stampOf(file).catch(ignoreMissing)) ?? MISSING;
    if (now === readAt) return;
    const text = now === MISSING ? undefined : await readFile(file, "utf8").catch(ignoreMissing);
    readAt = now;
    if (text === undefined) return onTrouble(`The users file ${file} is gone: its users stay as they were.`);
    const { users, faults } = parseUsers(text);
    known = users;
    const [at, ...more] = faults;
    if (at !== undefined) {
      onTrouble(`${notAUser(file, at, more.length).message} Only the users of the other lines may download.`);
    }
  };
  // Reads are sequential: a caller during a read waits for its result.
  let reading = Promise.resolve();
  const current = async (): Promise<ReadonlyMap<string, Buffer>> => {
    const read = reading.then(readAgain);
    reading = read.catch(() => {});
    await read;
    return known;
  };
  const accept = async ({ username, token }: Credentials): Promise<boolean> => {
    const expected = (await current()).get(username);
    const same = timingSafeEqual(sha256(token), expected ?? NOBODY);
    return same && expected !== undefined;
  };
  return {
    closed: true,
    anonymous: false,
    accept,
    signIn: async (username, password) => ((await accept({ username, token: password })) ? password : undefined),
  };
}

/** Compared with the token if the name is unknown, so that the answer takes the same time for every name. */
const NOBODY = randomBytes(32);

/** The stamp of a missing file. */
const MISSING = "missing";

async function stampOf(file: string): Promise<string> {
  const stats = await stat(file, { bigint: true });
  return `${stats.mtimeNs} ${stats.ctimeNs} ${stats.size} ${fileId(stats)}`;
}

/** The SHA-256 of each user's token by name, and the numbers of malformed lines. */
function parseUsers(text: string): { users: Map<string, Buffer>; faults: number[] } {
  const users = new Map<string, Buffer>();
  const faults: number[] = [];
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const match = /^([^:\s]+):(?:sha256:([0-9a-f]{64})|(?!sha256:)(\S+))$/i.exec(line);
    if (!match) {
      faults.push(at + 1);
      continue;
    }
    const [, user = "", hash, token = ""] = match;
    users.set(user, hash === undefined ? sha256(token) : Buffer.from(hash, "hex"));
  }
  return { users, faults };
}

function notAUser(file: string, line: number, more = 0): FactorioLockError {
  const also = more === 0 ? "" : `, nor do ${more} further lines`;
  return new FactorioLockError("USAGE", `${file}:${line}: this line does not name a user${also}.`, {
    hint: "write `user:token`, or `user:sha256:` and the 64 hex digits of the token's SHA-256.",
  });
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
