import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { configDirectory, type Machine } from "./config-directory.ts";
import type { Credentials } from "./credentials.ts";
import { loginFile } from "./login-file.ts";
import { foldersAround, playerDataPlaces, serverSettingsPlaces } from "./places.ts";
import { readJsonFile } from "./read-json-file.ts";
import { Token } from "./token.ts";

/** Where to look for credentials. */
export interface CredentialSearch extends Machine {
  /** Default: the user's configuration folder for factorio-lock. */
  readonly configDirectory?: string;
  /** The mod directory, absolute: its game's own files are looked at too. */
  readonly modDirectory?: string;
  /** The file of `--server-settings`. */
  readonly serverSettings?: string;
}

/**
 * The first credentials found: environment, our login file, `player-data.json`, `server-settings.json`; undefined where
 * there are none. A file that lacks either part, or cannot be read, is passed over. Source: contract section 5.
 *
 * @throws `AUTH_REQUIRED` when only one of the two environment variables is set, or when the file of
 *   `--server-settings` is absent, is no JSON, or has no user name and token.
 */
export async function findCredentials(search: CredentialSearch): Promise<Credentials | undefined> {
  const fromEnvironment = environmentCredentials(search.env);
  if (fromEnvironment) return fromEnvironment;
  const { modDirectory, serverSettings } = search;
  const playerData = [
    ...(await playerDataPlaces(search)),
    ...(modDirectory === undefined
      ? []
      : foldersAround(modDirectory).map((folder) => join(folder, "player-data.json"))),
  ];
  const settings =
    serverSettings !== undefined
      ? [serverSettings]
      : modDirectory === undefined
        ? []
        : serverSettingsPlaces(modDirectory);
  const places = [
    { paths: [loginFile(search.configDirectory ?? configDirectory(search))], username: "username", token: "token" },
    { paths: playerData, username: "service-username", token: "service-token" },
    { paths: settings, username: "username", token: "token" },
  ];
  for (const { paths, username, token } of places) {
    for (const path of paths) {
      const json = await readJsonFile(path);
      const found = json && complete(json[username], json[token], path);
      if (found) return found;
    }
  }
  if (serverSettings === undefined) return undefined;
  throw await noneIn(serverSettings);
}

/** The error for the file of `--server-settings` that gave no credentials. */
async function noneIn(path: string): Promise<FactorioLockError> {
  const code = await stat(path).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new FactorioLockError("AUTH_REQUIRED", `There is no file ${path}.`, {
      hint: "--server-settings names the server-settings.json of your server",
    });
  }
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text !== undefined && !isJson(text)) {
    return new FactorioLockError("AUTH_REQUIRED", `${path} is not valid JSON.`, {
      hint: "look for a comma or a quotation mark that is missing or one too many",
    });
  }
  return new FactorioLockError("AUTH_REQUIRED", `${path} has no "username" and "token" that can be read.`, {
    hint: "fill in both, or log in with factorio-lock login",
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ""));
    return true;
  } catch {
    return false;
  }
}

function environmentCredentials(env: Machine["env"]): Credentials | undefined {
  const username = (env["FACTORIO_USERNAME"] ?? "").trim();
  const token = (env["FACTORIO_TOKEN"] ?? "").trim();
  if (username === "" && token === "") return undefined;
  const found = complete(username, token, "the environment");
  if (found) return found;
  const [set, unset] = username === "" ? ["TOKEN", "USERNAME"] : ["USERNAME", "TOKEN"];
  throw new FactorioLockError("AUTH_REQUIRED", `FACTORIO_${set} is set, but FACTORIO_${unset} is not.`, {
    hint: "set both or neither",
  });
}

function complete(username: unknown, token: unknown, source: string): Credentials | undefined {
  if (typeof username !== "string" || typeof token !== "string") return undefined;
  const name = username.trim();
  const secret = token.trim();
  return name === "" || secret === "" ? undefined : { username: name, token: new Token(secret), source };
}
