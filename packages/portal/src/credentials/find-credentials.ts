import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { OFFICIAL_PORTAL } from "../portal/portal.ts";
import { configDirectory, type Machine } from "./config-directory.ts";
import type { Credentials } from "./credentials.ts";
import { loginFile, readLogins } from "./login-file.ts";
import { foldersAround, playerDataPlaces, serverSettingsPlaces } from "./places.ts";
import { parseGameJson, readJsonFile } from "./read-json-file.ts";
import type { Redactor } from "./redactor.ts";
import { Token } from "./token.ts";

/** Where to look for credentials, and for which portal. */
export interface CredentialSearch extends Machine {
  /** The address of the portal for which credentials are needed. */
  readonly portal: string;
  /** Hides the found token in all text that the program prints. This package's own messages never contain it. */
  readonly redactor?: Redactor;
  /** Default: the user's configuration folder for factorio-lock. */
  readonly configDirectory?: string;
  /** The absolute path of the mod directory, so that the files of its game are searched too. */
  readonly modDirectory?: string;
  /** The file given by `--player-data`. */
  readonly playerData?: string;
  /** The file given by `--server-settings`. */
  readonly serverSettings?: string;
}

/** Files of one kind, with the keys of their credentials. */
interface Places {
  readonly paths: readonly string[];
  readonly username: string;
  readonly token: string;
}

/**
 * Finds the credentials for a portal. Searched in this order: the environment, our login file, `player-data.json`,
 * `server-settings.json`; undefined if there are none. Credentials from the environment, and from files given by flags,
 * are for whichever portal is in use; a login is for its own portal only; and the game's files in their usual places
 * are for the official portal only. A file that is unreadable or lacks name or token is skipped. Source:
 * docs/security.md, "Credentials".
 *
 * @throws `AUTH_REQUIRED` if the environment has only one of name and token, or if a file given by a flag or variable
 *   is missing or has no credentials.
 */
export async function findCredentials(search: CredentialSearch): Promise<Credentials | undefined> {
  const found = await firstCredentials(search);
  if (found) search.redactor?.hide(found.token);
  return found;
}

async function firstCredentials(search: CredentialSearch): Promise<Credentials | undefined> {
  const fromEnvironment = await environmentCredentials(search.env);
  if (fromEnvironment) return fromEnvironment;
  const portal = new URL(search.portal).origin;
  const config = search.configDirectory ?? configDirectory(search);
  const login = (await readLogins(config)).logins.find((entry) => entry.portal === portal);
  if (login) return { username: login.username, token: login.token, source: loginFile(config) };
  const places = await gamePlaces(search, portal === OFFICIAL_PORTAL);
  for (const { paths, username, token } of places) {
    for (const path of paths) {
      const json = await readJsonFile(path);
      const found = json && credentialsOf(json[username], json[token], path);
      if (found) return found;
    }
  }
  for (const [flag, path] of Object.entries({
    "player-data": search.playerData,
    "server-settings": search.serverSettings,
  })) {
    if (path !== undefined) throw await missingInFile(path, flag);
  }
  return undefined;
}

/** The game's files: for each kind the file given by its flag, or else those in the usual places. */
async function gamePlaces(search: CredentialSearch, isOfficial: boolean): Promise<Places[]> {
  const { modDirectory, playerData, serverSettings } = search;
  const around = modDirectory === undefined || !isOfficial ? [] : foldersAround(modDirectory);
  const players =
    playerData !== undefined
      ? [playerData]
      : [
          ...(isOfficial ? await playerDataPlaces(search) : []),
          ...around.map((folder) => join(folder, "player-data.json")),
        ];
  const servers =
    serverSettings !== undefined
      ? [serverSettings]
      : modDirectory === undefined || !isOfficial
        ? []
        : serverSettingsPlaces(modDirectory);
  return [
    { paths: players, username: "service-username", token: "service-token" },
    { paths: servers, username: "username", token: "token" },
  ];
}

/**
 * A hint on why there are no credentials for a portal: there is only an old login without a portal, or only logins at
 * other portals; or else how to provide some.
 */
export async function missingHint(
  search: Pick<CredentialSearch, "portal" | "configDirectory"> & Machine,
): Promise<string> {
  const { logins, hasNameless } = await readLogins(search.configDirectory ?? configDirectory(search));
  const portal = new URL(search.portal).origin;
  const named = portal === OFFICIAL_PORTAL ? "" : ` --portal ${search.portal}`;
  if (hasNameless) {
    return `the login on this machine is from an older version and does not say for which portal it is: run \`factorio-lock login${named}\` once more.`;
  }
  if (logins.length > 0) {
    return `there is a login for ${logins.map((login) => login.portal).join(" and ")} only: run \`factorio-lock login${named}\` for this one.`;
  }
  return portal === OFFICIAL_PORTAL
    ? "run `factorio-lock login`, or set FACTORIO_USERNAME and FACTORIO_TOKEN (the token is shown on https://factorio.com/profile)."
    : `ask its owner for a user name and a token, and keep them by \`factorio-lock login${named}\`, or set FACTORIO_USERNAME and FACTORIO_TOKEN.`;
}

/** The error for a file given by a flag that has no credentials. */
async function missingInFile(path: string, flag: string): Promise<FactorioLockError> {
  const code = await stat(path).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new FactorioLockError("AUTH_REQUIRED", `There is no file ${path}.`, {
      hint: `--${flag} names the ${flag}.json of your ${flag === "player-data" ? "game" : "server"}`,
    });
  }
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text !== undefined && !isJson(text)) {
    return new FactorioLockError("AUTH_REQUIRED", `${path} is not valid JSON.`, {
      hint: "look for a comma or a quotation mark that is missing or one too many.",
    });
  }
  if (flag === "server-settings" && (await hasPasswordOnly(path))) {
    return new FactorioLockError(
      "AUTH_REQUIRED",
      `${path} has a password, but no token, and downloads need the token.`,
      {
        hint: 'copy the token from https://factorio.com/profile into "token".',
      },
    );
  }
  return new FactorioLockError(
    "AUTH_REQUIRED",
    `${path} has no ${flag === "player-data" ? '"service-username" and "service-token"' : '"username" and "token"'} that can be read.`,
    {
      hint: "fill in both, or log in with `factorio-lock login`.",
    },
  );
}

async function hasPasswordOnly(path: string): Promise<boolean> {
  const json = await readJsonFile(path);
  const isFilled = (value: unknown) => typeof value === "string" && value.trim() !== "";
  return json !== undefined && isFilled(json["password"]) && !isFilled(json["token"]);
}

function isJson(text: string): boolean {
  try {
    parseGameJson(text);
    return true;
  } catch {
    return false;
  }
}

async function environmentCredentials(env: Machine["env"]): Promise<Credentials | undefined> {
  const username = await fromEnvironment(env, "FACTORIO_USERNAME");
  const token = await fromEnvironment(env, "FACTORIO_TOKEN");
  if (username === "" && token === "") return undefined;
  const found = credentialsOf(username, token, "the environment");
  if (found) return found;
  const [set, unset] = username === "" ? ["TOKEN", "USERNAME"] : ["USERNAME", "TOKEN"];
  throw new FactorioLockError("AUTH_REQUIRED", `FACTORIO_${set} is set, but FACTORIO_${unset} is not.`, {
    hint: "set both or neither.",
  });
}

/** The value of a variable, or else the first line of the file that the variable `NAME_FILE` points to. */
async function fromEnvironment(env: Machine["env"], name: string): Promise<string> {
  const value = (env[name] ?? "").trim();
  const path = env[`${name}_FILE`] ?? "";
  if (value !== "" || path === "") return value;
  const text = await readFile(path, "utf8").catch(() => undefined);
  const line =
    (text ?? "")
      .replace(/^\uFEFF/, "")
      .split(/\r\n|\r|\n/)[0]
      ?.trim() ?? "";
  if (line !== "") return line;
  const fault = text === undefined ? "cannot be read" : "has an empty first line";
  throw new FactorioLockError("AUTH_REQUIRED", `${name}_FILE names ${path}, which ${fault}.`, {
    hint: `its first line is the ${name === "FACTORIO_TOKEN" ? "token" : "user name"} and nothing else; check the path and its permissions.`,
  });
}

function credentialsOf(username: unknown, token: unknown, source: string): Credentials | undefined {
  if (typeof username !== "string" || typeof token !== "string") return undefined;
  const name = username.trim();
  const secret = token.trim();
  return name === "" || secret === "" ? undefined : { username: name, token: new Token(secret), source };
}
