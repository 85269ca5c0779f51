import { cleanText } from "@factorio-lock/core";
import { isStopped, type ProcessIdentity } from "./process-identity.ts";

/** A lock-holding process's description of itself. */
export interface Holder extends ProcessIdentity {
  /** The command, such as `factorio-lock install`. */
  readonly command: string;
  /** When the process announced itself in the folder, as an ISO date. */
  readonly since: string;
  /** The folder's device number as seen by the process. Within one kernel it identifies a mounted file system. */
  readonly device: string;
  /** Whether the process has a socket next to the description, which shows at once when the process has ended. */
  readonly hasSocket: boolean;
}

/** Parses an untrusted description; undefined if it is malformed. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const { pid } = value;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
    const field = (name: string) => (typeof value[name] === "string" ? cleanText(value[name]).slice(0, 200) : "");
    return {
      host: field("host"),
      pid,
      boot: field("boot"),
      pids: field("pids"),
      start: field("start"),
      command: field("command"),
      since: field("since"),
      device: field("device"),
      hasSocket: value["hasSocket"] === true,
    };
  } catch {
    return undefined;
  }
}

/** Describes a holder in words: `factorio-lock install (process 123 on forge, since 2026-05-06T07:08:09Z)`. */
export function describeHolder(holder: Holder | undefined): string {
  if (!holder) return "another process";
  const { command, pid, host, since } = holder;
  const stopped = isStopped(holder) ? ", which is stopped" : "";
  return `${command || "another program"} (process ${pid} on ${host || "a machine without a name"}, since ${since}${stopped})`;
}
