import { Readable } from "node:stream";
import { FactorioLockError } from "@factorio-lock/core";
import type { Credentials } from "../credentials/credentials.ts";
import { PortalError } from "../error.ts";
import type { Answer, HttpClient } from "../http/http-client.ts";
import { interrupted } from "../http/interrupted.ts";
import type { Limits } from "../http/limits.ts";
import { readAnswer } from "../http/read-answer.ts";
import { transportError } from "../http/transport-error.ts";
import { watched } from "../http/watched.ts";
import { parseDownloadPath } from "./download-path.ts";
import { type Download, type DownloadOptions, OFFICIAL_PORTAL } from "./portal.ts";
import { printable, serverMessage, statusError } from "./status-error.ts";

/** What a download needs. */
export interface Downloader {
  readonly http: HttpClient;
  readonly limits: Limits;
  address(path: string): URL;
  credentials(): Promise<Credentials | undefined>;
}

/** `Portal.download`. Source: domain.md 1.7 and 1.8. */
export async function download(downloader: Downloader, path: string, options: DownloadOptions): Promise<Download> {
  const { http, limits } = downloader;
  const place = parseDownloadPath(path);
  if (!place) {
    throw new FactorioLockError("UNSAFE_NAME", `"${printable(path)}" is not the address of a mod's archive.`, {
      hint: "the lockfile or the portal is damaged; run factorio-lock lock",
    });
  }
  const url = downloader.address(`/download/${encodeURIComponent(place.name)}/${place.id}`);
  const credentials = await downloader.credentials();
  if (!credentials) throw authRequired(url);
  url.searchParams.set("username", credentials.username);
  url.searchParams.set("token", credentials.token.reveal());
  const headers = {
    "accept-encoding": "identity",
    ...(options.from ? { range: `bytes=${options.from}-` } : {}),
    ...(options.from && options.ifRange !== undefined ? { "if-range": options.ifRange } : {}),
  };
  const answer = await sendSignedIn(http, url, headers, options.signal, credentials);
  const isPage = /^text\/html/i.test(answer.headers["content-type"] ?? "");
  if (answer.status === 200 && isPage) {
    answer.body.on("error", () => {}).destroy();
    throw rejected(credentials, "it sent its sign-in page instead of the archive");
  }
  if (answer.status !== 200 && answer.status !== 206) throw await refusal(answer, limits, credentials);
  const body = Readable.from(chunks(answer, limits, options.signal), { objectMode: false });
  // A body that is given up before it was read must free its connection too.
  answer.body.on("error", () => {});
  body.once("close", () => answer.body.destroy());
  return { status: answer.status, headers: answer.headers, body, url: answer.url };
}

async function sendSignedIn(
  http: HttpClient,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
  credentials: Credentials,
): Promise<Answer> {
  try {
    return await http.send({ method: "GET", url, headers, signal, secrets: [credentials.token.reveal()] });
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== "AUTH_REJECTED") throw error;
    throw rejected(credentials, "it wants you to sign in");
  }
}

async function* chunks(
  answer: Answer,
  limits: Limits,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* watched(answer.body, limits);
  } catch (error) {
    throw signal?.aborted ? interrupted() : transportError(error, answer, limits);
  }
}

async function refusal(answer: Answer, limits: Limits, credentials: Credentials): Promise<PortalError> {
  const secrets = [credentials.token.reveal()];
  const body = await readAnswer(answer, { ...limits, answerBytes: 65_536 }).catch(() => new Uint8Array());
  if (answer.status !== 401 && answer.status !== 403) return statusError(answer, body, secrets);
  const words = serverMessage(body, secrets);
  return rejected(credentials, `it answered ${answer.status}${words === "" ? "" : ` "${words}"`}`, answer.status);
}

function authRequired({ origin }: URL): FactorioLockError {
  if (origin !== OFFICIAL_PORTAL) {
    return new FactorioLockError("AUTH_REQUIRED", "A download needs a user name and a token, and none were found.", {
      hint: "set FACTORIO_USERNAME and FACTORIO_TOKEN: this server takes any, such as FACTORIO_USERNAME=me FACTORIO_TOKEN=x, if its owner set no users; else ask the owner for yours",
    });
  }
  return new FactorioLockError("AUTH_REQUIRED", "A download needs a Factorio account, and none was found.", {
    hint: "run factorio-lock login, or set FACTORIO_USERNAME and FACTORIO_TOKEN (the token is shown on https://factorio.com/profile)",
  });
}

/** The error for credentials that the portal does not take. */
export function rejected(credentials: Credentials, fault: string, status?: number): PortalError {
  const { username, source } = credentials;
  const mail = username.includes("@");
  return new PortalError(
    "AUTH_REJECTED",
    `The mod portal does not accept the user name "${printable(username)}" with its token, from ${source}: ${fault}.`,
    {
      hint: mail
        ? "the portal wants the user name of the account, not its e-mail address; it is shown on https://factorio.com/profile"
        : "check that user name and token are those on https://factorio.com/profile and that the account owns the game, or run factorio-lock login",
      ...(status === undefined ? {} : { status }),
    },
  );
}
