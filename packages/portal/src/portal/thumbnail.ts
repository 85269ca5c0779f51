import { FactorioLockError } from "@factorio-lock/core";
import { openServer, type Server, type ServerOptions } from "../http/open-server.ts";
import { smallPng } from "../wire/small-png.ts";
import { OFFICIAL_PORTAL } from "./portal.ts";

/** The host of the official portal's pictures. Source: docs/factorio.md, 1.1. */
const OFFICIAL_PICTURES = "https://assets-mod.factorio.com";

/** The most bytes of a thumbnail; the official portal's have a few dozen thousand. */
const MOST_BYTES = 128 * 1024;

/** The form of a thumbnail's path in answers. */
const PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,5}$/;

/** Downloads thumbnails, each at most once retried, without credentials. */
export interface Thumbnails {
  /**
   * The PNG at a path of the portal's answers; undefined if the path has another form, or the answer is not a PNG of at most 128 kB and
   * 512 pixels.
   *
   * @throws PortalError `PORTAL_UNREACHABLE` or `INTERRUPTED`
   */
  get(path: string, signal: AbortSignal | undefined): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/** Opens the thumbnails of a portal: on a host of their own for the official portal, else on the portal's. */
export function openThumbnails(portal: URL, { env, userAgent, limits }: ServerOptions): Thumbnails {
  const base = portal.origin === OFFICIAL_PORTAL ? new URL(OFFICIAL_PICTURES) : portal;
  let server: Server | undefined;
  return {
    async get(path, signal) {
      if (!PATH.test(path)) return undefined;
      server ??= openServer(base, { env, userAgent, limits: { ...limits, answerBytes: MOST_BYTES, tries: 2 } });
      const url = new URL(base.href.replace(/\/$/, "") + path);
      const answer = await server.ask(async () => ({ method: "GET", url, headers: {} }), signal).catch(ignoreUnusable);
      return answer?.status === 200 ? smallPng(answer.body) : undefined;
    },
    close: async () => server?.close(),
  };
}

/** For `.catch()`: an answer that is too large, or that cannot be decoded, is no thumbnail. Rethrows any other error. */
function ignoreUnusable(error: unknown): undefined {
  if (!(error instanceof FactorioLockError && error.code === "PORTAL_ERROR")) throw error;
}
