import { createWriteStream, type WriteStream } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";
import type { FolderEvent } from "@factorio-lock/mirror";
import type { Context } from "../../project/context.ts";
import type { CommandEvent } from "../../project/event.ts";
import type { MirrorServed } from "./result.ts";

/** Options of `mirror serve`. */
export interface MirrorServeOptions {
  /** Absolute. */
  readonly directory: string;
  /** `HOST:PORT`, `:PORT` or `PORT`. Default `127.0.0.1:8080`; port 0 takes a free one. */
  readonly listen?: string | undefined;
  /** The portal from which missing archives are fetched. */
  readonly upstream?: string | undefined;
  /** The maximum size in bytes of an archive that is fetched from there. */
  readonly maxArchive?: number | undefined;
  /** The users file. Absolute. */
  readonly users?: string | undefined;
  /** A folder of lockfiles to show as packs. Absolute. */
  readonly packs?: string | undefined;
  /** The file to which a JSON line is added for each request. Absolute. */
  readonly accessLog?: string | undefined;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies?: readonly string[];
  /** Further host names that a mirror on loopback accepts. */
  readonly hostNames?: readonly string[];
  /** Tell of each request. */
  readonly verbose?: boolean;
}

/**
 * Serves a folder as a mod portal until the signal is aborted.
 *
 * @param onListening called once, when it accepts requests.
 * @throws FactorioLockError USAGE for an invalid address; FAILED if it cannot listen or read the folder.
 */
export async function mirrorServe(
  context: Context,
  options: MirrorServeOptions,
  onListening: (served: MirrorServed) => void,
): Promise<MirrorServed> {
  const { startMirror } = await import("@factorio-lock/mirror");
  const { host, port } = parseAddress(options.listen ?? "127.0.0.1:8080");
  const { directory, upstream, users, packs, maxArchive, trustedProxies = [], hostNames = [] } = options;
  const log = options.accessLog === undefined ? undefined : await openLog(context, options.accessLog);
  const mirror = await startMirror({
    directory,
    host,
    port,
    trustedProxies,
    hostNames,
    ...(upstream === undefined
      ? {}
      : {
          upstream,
          upstreamTuning: {
            maxBytes: maxArchive,
            portal: { env: context.env, insecure: context.insecure ?? false },
          },
        }),
    ...(users === undefined ? {} : { users }),
    ...(packs === undefined ? {} : { packs }),
    signal: context.signal,
    ...(options.verbose
      ? {
          onAccess: ({ client, method, path, status, bytes, milliseconds }) =>
            context.onEvent({
              kind: "detail",
              text: `${client} ${method} ${path} ${status} ${bytes} B ${Math.round(milliseconds)} ms`,
            }),
        }
      : {}),
    onEvent: (event) => context.onEvent(eventOf(event)),
    onDefect: (error) => {
      context.onEvent({ kind: "warning", text: `A request met a defect of factorio-lock: ${String(error)}` });
      if (error instanceof Error) context.onEvent({ kind: "detail", text: error.stack ?? "" });
    },
    ...(log ? { accessLog: log } : {}),
  }).catch((error: unknown) => {
    log?.end();
    throw error;
  });
  const served = { url: mirror.url, directory };
  onListening(served);
  await untilAborted(context.signal);
  await mirror.close();
  if (log) await new Promise<void>((resolve) => log.end(() => resolve()));
  return served;
}

/** Words an event of the folder. */
function eventOf(event: FolderEvent): CommandEvent {
  switch (event.kind) {
    case "indexed":
      return {
        kind: "note",
        text: `The folder holds ${counted(event.releases, "release")} of ${counted(event.mods, "mod")}.`,
      };
    case "refused":
      return { kind: "warning", text: `${event.file} is not served: ${event.reason}` };
    case "unreadable":
      return { kind: "warning", text: `${event.file} cannot be read now: ${event.reason}. It is tried again.` };
    case "duplicate":
      return { kind: "warning", text: `${event.file} is not served: ${event.served} holds the same release.` };
    case "trouble":
      return { kind: "warning", text: event.message };
  }
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Opens the access log for appending. A later failure, such as a full disk, ends the log, not the mirror. */
async function openLog(context: Context, path: string): Promise<WriteStream> {
  const log = createWriteStream(path, { flags: "a" });
  await new Promise<void>((resolve, reject) => {
    log.once("open", () => resolve());
    log.once("error", reject);
  });
  log.on("error", (error) => context.onEvent({ kind: "warning", text: `The access log has ended: ${error.message}` }));
  return log;
}

function parseAddress(text: string): { host: string; port: number } {
  const match = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+))?:)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) {
    throw new FactorioLockError("USAGE", `--listen is HOST:PORT or a port, not "${text}".`, {
      hint: "for example: --listen 0.0.0.0:8080 for all of the network, --listen 127.0.0.1:8080 for this machine only.",
    });
  }
  return { host: match[1] ?? match[2] ?? "127.0.0.1", port };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
