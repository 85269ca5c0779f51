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
import { credentialsRejected } from "./credentials-error.ts";
import { parseDownloadPath } from "./download-path.ts";
import type { Download, DownloadOptions } from "./portal.ts";
import { printable } from "./printable.ts";
import { serverMessage, statusError } from "./status-error.ts";

/** The dependencies of a download. */
export interface Downloader {
  readonly http: HttpClient;
  readonly limits: Limits;
  address(path: string): URL;
  credentials(): Promise<Credentials | undefined>;
  /** Creates the error for a download that was refused without credentials. */
  missing(): Promise<FactorioLockError>;
  /** Called on a 404 with its message; throws if there is no portal at the address. */
  readonly notFound?: (message: string) => Promise<void>;
}

/** Implements `Portal.download`. Source: docs/factorio.md, 1.7, 1.8. */
export async function download(downloader: Downloader, path: string, options: DownloadOptions): Promise<Download> {
  const place = parseDownloadPath(path);
  if (!place) {
    throw new FactorioLockError("UNSAFE_NAME", `"${printable(path)}" is not the address of a mod's archive.`, {
      hint: "the lockfile or the portal is damaged; run `factorio-lock lock`.",
    });
  }
  return downloadFrom(
    downloader,
    downloader.address(`/download/${encodeURIComponent(place.name)}/${place.id}`),
    options,
  );
}

/** Starts a download from the server for which the credentials are. */
export async function downloadFrom(downloader: Downloader, url: URL, options: DownloadOptions): Promise<Download> {
  const { http, limits } = downloader;
  const credentials = await downloader.credentials();
  if (credentials) {
    url.searchParams.set("username", credentials.username);
    url.searchParams.set("token", credentials.token.reveal());
  }
  const headers = {
    "accept-encoding": "identity",
    ...(options.from ? { range: `bytes=${options.from}-` } : {}),
    ...(options.from && options.ifRange !== undefined ? { "if-range": options.ifRange } : {}),
  };
  const refuse = async (fault: string, status?: number): Promise<FactorioLockError> =>
    credentials ? credentialsRejected(credentials, url, fault, status) : downloader.missing();
  const secrets = credentials ? [credentials.token.reveal()] : [];
  const onRedirect = (): void => options.onAccepted?.();
  const call = { method: "GET", url, headers, signal: options.signal, secrets, onRedirect } as const;
  const answer = await http.send(call).catch(async (error: unknown) => {
    const isSignIn = error instanceof PortalError && error.code === "AUTH_REJECTED";
    throw isSignIn ? await refuse("it wants you to sign in") : error;
  });
  const isPage = /^text\/html/i.test(answer.headers["content-type"] ?? "");
  if (answer.status === 200 && isPage) {
    answer.body.on("error", () => {}).destroy();
    throw await refuse("it sent its sign-in page instead of the archive");
  }
  if (answer.status !== 200 && answer.status !== 206) {
    const errorBody = await readAnswer(answer, { ...limits, answerBytes: 65_536 }).catch(() => new Uint8Array());
    if (answer.status === 404) await downloader.notFound?.(serverMessage(errorBody, secrets));
    if (answer.status !== 401 && answer.status !== 403) throw statusError(answer, errorBody, secrets);
    const words = serverMessage(errorBody, secrets);
    throw await refuse(`it answered ${answer.status}${words === "" ? "" : ` "${words}"`}`, answer.status);
  }
  const body = Readable.from(chunks(answer, limits, options.signal), { objectMode: false });
  // Frees the connection even if the body is never read.
  answer.body.on("error", () => {});
  body.once("close", () => answer.body.destroy());
  return { status: answer.status, headers: answer.headers, body, url: answer.url };
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
